"""Pages: an artifact and what it asks, to bytes."""

from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from msgspec.structs import replace

from sitegen.diagnostics import BuildStopped, Diagnostic
from sitegen.model import Artifact, Body, Language, PlainBody
from sitegen.render.body import Filling, render_body, render_plain
from sitegen.render.environment import Door, MoreFilters, PrintedPage, ThemeEnvironment
from sitegen.render.faults import template_diagnostic
from sitegen.render.locale import formats
from sitegen.render.main_block import KeptMain, NotKept, Unmade
from sitegen.render.pairs import FrontMatter, Marks, Side, render_pairs
from sitegen.render.words import THEME_LOCALE
from sitegen.tracing import Fetch

STALE_MARK = "marks/stale.html"
"""Says what a reader sees beside a text that is older than its source."""
MISSING_MARK = "marks/missing.html"
"""Says what a reader of two languages sees in the place of a text that is not translated."""
BILINGUAL = "bilingual"
"""The subject of a page in two languages, and the first part of its address."""
_UNQUOTED = "/-._~!$&'()*+,;=:@"
"""What a path may hold as it is; links are written the same way."""


class Renderer:
    """Renders pages of these languages, one at a time; keeps compiled templates and nothing of any page."""

    def __init__(self, languages: tuple[Language, ...], more: MoreFilters = lambda told: {}) -> None:
        """`languages` are the site's, the default first; `more` are filters of plugins."""
        self._more = more
        self._first = languages[0]
        self._languages = {language.code: language for language in languages}
        self._environments: dict[str, ThemeEnvironment] = {}
        self._door = Door()

    def render(self, artifact: Artifact, fetch: Fetch) -> tuple[bytes, tuple[Diagnostic, ...]]:
        """The page as UTF-8, or nothing with the reason: an error at its line in a template."""
        page, diagnostics = self.render_page(artifact, fetch)
        return page.data, diagnostics

    def render_page(
        self, artifact: Artifact, fetch: Fetch, kept: KeptMain | None = None
    ) -> tuple[PrintedPage, tuple[Diagnostic, ...]]:
        """The same, around a main block that was printed before. Raises NotKept where that is another one now."""
        language = self._languages.get(artifact.language, self._first)
        environment = self._environment(language)
        with self._door.open(fetch):
            try:
                variables = self._variables(artifact, language, environment, fetch, unmade=kept is not None)
                about = fetch(("about", language.code))
                return environment.print_page(artifact.template, variables, about, kept), ()
            except (BuildStopped, NotKept):
                raise
            except Exception as problem:
                fault = template_diagnostic(problem, page=artifact.path, paths=self._paths())
                if fault is None:
                    raise
                return PrintedPage(b""), (fault,)

    def shared(self, code: str, name: str, given: str, fetch: Fetch) -> str:
        """A part that pages of that language show alike: the template sees what lasts, and `given`.

        It is printed once, not once a page; its questions are those of the part, and the pages' one question is for it.
        """
        environment = self._environment(self._languages[code])
        with self._door.open(fetch):
            return environment.print_template(name, {**environment.lasting, "given": given})

    def _paths(self) -> dict[str, str]:
        return {name: path for each in self._environments.values() for name, path in each.theme.paths.items()}

    def _environment(self, language: Language) -> ThemeEnvironment:
        found = self._environments.get(language.code)
        if found is None:
            found = ThemeEnvironment(language, self._languages, formats(language.locale), formats(THEME_LOCALE),
                                     self._door, self._more)
            self._environments[language.code] = found
        return found

    def _variables(self, artifact: Artifact, language: Language, environment: ThemeEnvironment,
                   fetch: Fetch, *, unmade: bool) -> dict[str, Any]:
        """What docs/templates.md promises to every template; without its content, where nobody is to look at that."""
        # Not for its answer, which this renderer was made with: how a page prints dates and numbers depends on it.
        fetch(("languages",))
        about = fetch(("about", language.code))
        below = _below_language(artifact)
        address = quote(artifact.path.removesuffix("index.html"), safe=_UNQUOTED)
        variables: dict[str, Any] = {
            **environment.lasting,
            "url": about["base"] + address,
            "canonical": about["base_url"] + address,
            "subject": artifact.subject,
            # The address without a language leads to the home pages.
            "versions": fetch(("versions", language.code, below if artifact.language else ""))
            if artifact.language or artifact.subject == ("chooser",) else (),
        }
        identity = _identity(artifact, below, fetch)
        entry = fetch(("page", language.code, identity)) if identity else None
        variables["entry"] = entry
        environment.phrases.mark = environment.phrases.missing = ""
        if entry and entry.get("notice") and entry["notice"]["stale"]:
            variables["content"] = Markup("")
            environment.phrases.mark = environment.print_template(STALE_MARK, variables).strip()
        if unmade:
            if artifact.subject[:1] == (BILINGUAL,):
                raise NotKept
            variables["content"] = Unmade()
            return variables
        if entry and artifact.subject[0] == BILINGUAL:
            variables["versions"] = tuple(replace(version, current=False) for version in variables["versions"])
            variables["content"] = Markup("")
            return variables | self._side_by_side(entry["identity"], variables, fetch)
        variables["content"] = self._content(entry, language, environment, variables, fetch) if entry else Markup("")
        return variables

    def _side_by_side(self, identity: str, variables: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
        """What the template of a page in two languages is given besides."""
        known = fetch((BILINGUAL, variables["language"].code, identity))
        first, second = (self._languages[code] for code in known["codes"])
        sides = tuple(self._side(language, identity, variables, fetch) for language in (first, second))
        marks = self._marks(sides)
        bodies = (fetch(("whole_body", first.code, identity)), fetch(("counterpart", second.code, identity)))
        filled = tuple(Side(language=side["language"], filling=self._filling(body, side, fetch))
                       for side, body in zip(sides, bodies, strict=True))
        texts = FrontMatter(first, second, known["texts"], marks)
        return {"sides": sides, "pair": texts.pair, "row": texts.row, "halves": texts.halves, "joined": texts.joined,
                "content": render_pairs(bodies[0], (filled[0], filled[1]), bodies[1], marks)}

    def _marks(self, sides: tuple[dict[str, Any], ...]) -> Marks:
        missing, stale = ([self._part(side, name) for side in sides] for name in (MISSING_MARK, STALE_MARK))
        for side in sides:
            phrases = self._environment(side["language"]).phrases
            phrases.mark, phrases.missing = " / ".join(stale), " / ".join(missing)
        told = (Markup('<span lang="{}">{}</span>').format(side["language"].lang, Markup(words))
                for side, words in zip(sides, missing, strict=True))
        return Marks(missing=Markup('<span class="missing">{}</span>').format(Markup(" / ").join(told)),
                     stale=" / ".join(stale))

    def _side(self, language: Language, identity: str, variables: dict[str, Any], fetch: Fetch) -> dict[str, Any]:
        """What a template is given, in one of a page's two languages; `part` prints a template with it."""
        side = {**variables, **self._environment(language).lasting, "entry": fetch(("page", language.code, identity))}
        side["part"] = lambda name, **more: Markup(self._part({**side, **more}, name))
        return side

    def _part(self, side: dict[str, Any], name: str) -> str:
        """A template, printed in the language of one side."""
        return self._environment(side["language"]).print_template(name, side).strip()

    def _filling(self, body: Body, side: dict[str, Any], fetch: Fetch) -> Filling:
        language = side["language"]
        return Filling(body, side["entry"]["identity"], language, language, fetch,
                       lambda name, items: self._part({**side, "items": items}, f"listings/{name}.html") + "\n",
                       "")

    def _content(self, entry: dict[str, Any], language: Language, environment: ThemeEnvironment,
                 variables: dict[str, Any], fetch: Fetch) -> Markup:
        body = fetch(("body", language.code, entry["identity"]))
        if body.__class__ is PlainBody:
            return render_plain(body, identity=entry["identity"], language=language, fetch=fetch)
        return render_body(
            body, identity=entry["identity"], language=language,
            words=self._languages.get(entry["language"], language), fetch=fetch,
            listing=lambda name, items: environment.print_template(
                f"listings/{name}.html", {**variables, "entry": entry, "content": Markup(""), "items": items}),
            mark=environment.phrases.mark, eager=not entry.get("image"),
        )


def _below_language(artifact: Artifact) -> str:
    """The artifact's address without language: `events/x/`; empty for home."""
    folder = BILINGUAL if artifact.subject[:1] == (BILINGUAL,) else artifact.language
    return artifact.path.removeprefix(f"{folder}/").removesuffix("index.html")


def _identity(artifact: Artifact, below: str, fetch: Fetch) -> str | None:
    """The page that the artifact shows, or that introduces the list it shows."""
    if artifact.subject[:1] in (("page",), (BILINGUAL,)):
        return str(artifact.subject[1])
    if not artifact.language:
        return None
    introduction: str | None = fetch(("introduction", artifact.language, below))
    return introduction
