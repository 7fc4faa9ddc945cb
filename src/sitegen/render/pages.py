"""Pages: an artifact and what it asks, to bytes."""

from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from sitegen.diagnostics import BuildStopped, Diagnostic
from sitegen.model import Artifact, Language
from sitegen.render.body import render_body
from sitegen.render.environment import ThemeEnvironment
from sitegen.render.faults import template_diagnostic
from sitegen.render.interface import Interface
from sitegen.render.locale import formats
from sitegen.render.questions import Questions
from sitegen.tracing import Fetch

THEME_LOCALE = "en_GB"
"""The locale of the words in templates."""
STALE_MARK = "marks/stale.html"
"""Says what a reader sees beside a text that is older than its source."""
_UNQUOTED = "/-._~!$&'()*+,;=:@"
"""What a path may hold as it is; links are written the same way."""


class Renderer:
    """Renders pages of these languages, one at a time; keeps compiled templates and nothing of any page."""

    def __init__(self, languages: tuple[Language, ...]) -> None:
        """`languages` are the site's, the default first."""
        self._first = languages[0]
        self._languages = {language.code: language for language in languages}
        self._environments: dict[str, ThemeEnvironment] = {}

    def render(self, artifact: Artifact, fetch: Fetch) -> tuple[bytes, tuple[Diagnostic, ...]]:
        """The page as UTF-8, or nothing with the reason: an error at its line in a template."""
        language = self._languages.get(artifact.language, self._first)
        environment = self._environment(language)
        with environment.reading(fetch):
            try:
                variables = self._variables(artifact, language, environment, fetch)
                return environment.print_template(artifact.template, variables).encode(), ()
            except BuildStopped:
                raise
            except Exception as problem:
                fault = template_diagnostic(problem, page=artifact.path, paths=environment.theme.paths)
                if fault is None:
                    raise
                return b"", (fault,)

    def _environment(self, language: Language) -> ThemeEnvironment:
        found = self._environments.get(language.code)
        if found is None:
            found = ThemeEnvironment(language, self._languages, formats(language.locale))
            self._environments[language.code] = found
        return found

    def _variables(self, artifact: Artifact, language: Language, environment: ThemeEnvironment,
                   fetch: Fetch) -> dict[str, Any]:
        """What docs/templates.md promises to every template."""
        # Not for its answer, which this renderer was made with: how a page prints dates and numbers depends on it.
        fetch(("languages",))
        about = fetch(("about", language.code))
        below = _below_language(artifact)
        address = quote(artifact.path.removesuffix("index.html"), safe=_UNQUOTED)
        variables: dict[str, Any] = {
            "language": language,
            "url": about["base"] + address,
            "canonical": about["base_url"] + address,
            "subject": artifact.subject,
            "versions": fetch(("versions", language.code, below)) if artifact.language else (),
            "site": Questions(language.code, fetch),
            **_functions(language, environment, fetch),
        }
        identity = _identity(artifact, below, fetch)
        entry = fetch(("page", language.code, identity)) if identity else None
        variables["entry"] = entry
        environment.phrases.mark = ""
        if entry and entry.get("notice") and entry["notice"]["stale"]:
            variables["content"] = Markup("")
            environment.phrases.mark = environment.print_template(STALE_MARK, variables).strip()
        variables["content"] = self._content(entry, language, environment, variables, fetch) if entry else Markup("")
        return variables

    def _content(self, entry: dict[str, Any], language: Language, environment: ThemeEnvironment,
                 variables: dict[str, Any], fetch: Fetch) -> Markup:
        body = fetch(("body", language.code, entry["identity"]))
        return render_body(
            body, identity=entry["identity"], language=language,
            words=self._languages.get(entry["language"], language), fetch=fetch,
            listing=lambda name, items: environment.print_template(
                f"listings/{name}.html", {**variables, "entry": entry, "content": Markup(""), "items": items}),
            mark=environment.phrases.mark,
        )


def _below_language(artifact: Artifact) -> str:
    """The artifact's address without language: `events/x/`; empty for home."""
    return artifact.path.removeprefix(f"{artifact.language}/").removesuffix("index.html")


def _identity(artifact: Artifact, below: str, fetch: Fetch) -> str | None:
    """The page that the artifact shows, or that introduces the list it shows."""
    if artifact.subject[:1] == ("page",):
        return str(artifact.subject[1])
    if not artifact.language:
        return None
    introduction: str | None = fetch(("introduction", artifact.language, below))
    return introduction


def _functions(language: Language, environment: ThemeEnvironment, fetch: Fetch) -> dict[str, Any]:
    own = formats(language.locale)
    interface = Interface(fetch, own, formats(THEME_LOCALE), environment.show)
    return {
        "_": interface.translate, "_n": interface.translate_count, "_p": interface.translate_sense,
        "when": own.dates.when, "days": own.dates.days, "day": own.dates.day, "clock": own.dates.clock,
        "elsewhere": own.dates.elsewhere, "zone_label": own.dates.zone_label,
    }
