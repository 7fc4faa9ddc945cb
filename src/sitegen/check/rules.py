"""Every rule of structure over the site, in the order in which they are applied."""

from sitegen.diagnostics import Diagnostic
from sitegen.model import Site


def check_site(site: Site) -> tuple[Diagnostic, ...]:
    """What is wrong in the site, as the first step."""
    return ()
