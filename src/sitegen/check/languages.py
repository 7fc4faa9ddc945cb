"""What a section's policy asks of translations."""

from collections.abc import Iterable, Iterator

from sitegen.diagnostics import Diagnostic, error
from sitegen.model import Page, Site


def check_languages(site: Site, pages: Iterable[Page]) -> Iterator[Diagnostic]:
    """Errors for translations that do not say where they come from, in sections that require it."""
    strict = {section for section, policy in site.config.translation.items() if policy.origin == "required"}
    for page in pages:
        if page.section not in strict:
            continue
        for code, path in page.documents.items():
            if path != page.source and code not in page.facts.translated and not site.documents[path].broken:
                yield error("E-TR-ORIGIN", "This translation does not say who made it and how, which this section "
                            "requires.", "translation: {from: en, by: some name, date: 2020-03-05, method: human}",
                            path=path, field="translation", missing=True)
