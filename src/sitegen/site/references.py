"""What an id typed in a page or record refers to."""

from sitegen.model import PageKind, Site


def page_of(site: Site, reference: str, kind: PageKind | None = None) -> str | None:
    """The identity of the one page that a slug, an address or an identity names; None for none or several."""
    candidates = pages_named(site, reference, kind)
    return candidates[0] if len(candidates) == 1 else None


def pages_named(site: Site, reference: str, kind: PageKind | None = None) -> tuple[str, ...]:
    """The identities of every page that a slug, an address or an identity names."""
    if reference in site.slugs:
        found = site.slugs[reference]
    elif reference in site.pages:
        found = (reference,)
    else:
        identity = site.addresses.get(f"{reference.strip('/')}/")
        found = (identity,) if identity else ()
    if kind is None:
        return found
    return tuple(identity for identity in found if site.pages[identity].kind == kind)


def record_or_page(site: Site, reference: str) -> str | None:
    """The id of the person or organisation, or the identity of the page, that a reference names."""
    if reference in site.people or reference in site.organisations:
        return reference
    return page_of(site, reference)
