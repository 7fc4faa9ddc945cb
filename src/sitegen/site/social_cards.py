"""Which pages are shared with a picture of their title, because they have none of their own."""

from sitegen.model import Page, Site
from sitegen.site.addresses import url

CARD = "card.png"
"""Below the page's address."""


def has_card(site: Site, page: Page) -> bool:
    """Whether a picture of the page's title is drawn."""
    return bool(site.config.card_font and "images" in site.config.outputs and site.config.card_font in site.media
                and not page.facts.image)


def social_card(site: Site, code: str, page: Page) -> str:
    """The address of the picture of a page's title; empty where there is none."""
    return url(site, code, page.address + CARD) if has_card(site, page) else ""
