"""The site kept in memory with the functions of the build; publishes nothing, and holds no lock."""

import gc
import os
import sys
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence, Set
from copy import copy
from datetime import UTC, datetime
from importlib import import_module

import msgspec
from msgspec.structs import replace

from sitegen.build import (
    Assembled,
    assemble_site,
    aware,
    is_page,
    is_parsed,
    join_site,
    parse_again,
    parse_sources,
    read_config,
    read_sources,
)
from sitegen.check.rules import check_some, check_whole
from sitegen.commands.survey import Owner, Survey
from sitegen.diagnostics import BuildStopped, Diagnostic
from sitegen.disk.compiled import CompiledTemplates
from sitegen.disk.passing import OtherEnd
from sitegen.disk.picture_store import PictureStore
from sitegen.disk.sources import Scan, read
from sitegen.gathered import Gathered, unpacked
from sitegen.memory import Bodies, Memory
from sitegen.model import (
    Artifact,
    Config,
    FileStamp,
    Key,
    Language,
    Ledger,
    Packed,
    Parsed,
    Rendered,
    Report,
    Request,
    Site,
)
from sitegen.on_demand import OnDemand, few_at_a_time
from sitegen.outcome import Problems as Found
from sitegen.outcome import with_problems
from sitegen.pictures import draw_cards, make_pictures
from sitegen.programmes import make_programmes
from sitegen.render.environment import keep_code
from sitegen.serve.apology import apology
from sitegen.serve.editable import EditableWorkshop
from sitegen.serve.findings import Findings
from sitegen.serve.moment import Moment, Others, again, edited, files_beside
from sitegen.serve.overview import Overview, Row
from sitegen.serve.preview import Problems, Shown
from sitegen.serve.recalled import held, recall, unpack
from sitegen.site.addresses import base_path
from sitegen.site.headers import content_policy
from sitegen.site.links import links_of_no_page, links_of_pages
from sitegen.site.outline import holds_at
from sitegen.site.plan import plan
from sitegen.stages import Workshop, render_artifact
from sitegen.translation.records import records_path

UNREAD = FileStamp(size=0, mtime_ns=0, ctime_ns=0, inode=0, digest="")
"""What is known of a file that nobody has looked at."""
LATER = ("sitegen.content.inline_languages", "sitegen.content.records", "sitegen.content.yaml_events",
         "sitegen.translation.content_catalogues")
"""Parts of the program that the start need not load where everything is remembered."""
PIECE = 100
"""Pages that are looked at in one go while nobody waits."""


class Held(Memory):
    """A memory that also holds what it has parsed, so that the same bytes are parsed once in a session."""

    def __init__(self, request: Request) -> None:
        super().__init__(request, brief=True)
        self._held: dict[str, tuple[Parsed, dict[str, bytes]]] = {}
        """By key, what a source came to; with the bodies of those that are not remembered on the disk."""
        self._looked = False

    @property
    def knows_nothing(self) -> bool:
        """Whether nothing was parsed in this session either."""
        return not self._held and super().knows_nothing

    def parsed(self, path: str, key: str) -> Parsed | None:
        """What the source came to; from the disk where this session has not seen it."""
        if key not in self._held:
            known = super().parsed(path, key)
            if known is None:
                return None
            self._held[key] = unpacked(known), {}
        known, bodies = self._held[key]
        self._bodies.keys[path] = key
        self._note_others(path, [document.path for document, _ in known.others])
        for document in (path, *(other.path for other, _ in known.others)):
            self._bodies.fresh.pop(document, None)
        self._bodies.fresh.update(bodies)
        return known

    def learn(self, path: str, packed: Packed) -> Parsed:
        """Hold what was parsed now."""
        parsed = unpacked(super().learn(path, packed))
        bodies = {document: body for document, body, _ in packed.bodies}
        self._held[self._bodies.keys[path]] = parsed, bodies
        self._bodies.fresh.update(bodies)
        return parsed

    def other_end(self) -> OtherEnd | None:
        """None: all bodies are held."""
        return None

    def gathered(self) -> Gathered:
        """All that is known is held."""
        return Gathered(None)

    def keep(self, *, all_known: bool = True) -> None:
        """On the disk, for the next session too, only what the first look parsed: a save must not wait for the disk."""
        if not self._looked:
            self._looked = True
            super().keep(all_known=all_known)
            # Everything is held in memory.
            self._bodies.passing.close()
            return
        self._learned.clear()

    def bodies_now(self) -> Bodies:
        """The bodies as they are, whatever is parsed later."""
        now = copy(self._bodies)
        now.fresh, now.keys = dict(self._bodies.fresh), dict(self._bodies.keys)
        now._store, now._process = self._bodies.store(), os.getpid()
        return now

    def hand_over(self, bodies: Bodies, parsed: Mapping[str, Parsed]) -> None:
        """Let bodies as they were be those of now for these files."""
        for path, one in parsed.items():
            for document in (path, *(other.path for other, _ in one.others)):
                bodies.keys[document] = self._bodies.keys[document]
                bodies.fresh.pop(document, None)
                if document in self._bodies.fresh:
                    bodies.fresh[document] = self._bodies.fresh[document]

    def forget_the_past(self) -> None:
        """Hold only what the sources say now."""
        living = set(self._bodies.keys.values())
        self._held = {key: held for key, held in self._held.items() if key in living}


class Kept(msgspec.Struct, frozen=True):
    """A page as it was rendered, with the questions it asked and the digests of their answers."""

    page: Rendered
    reads: dict[Key, str]


class Live:
    """The site of one project, from the first look to the last."""

    def __init__(self, request: Request, clock: Callable[[], datetime] | None = None, *, edit: bool = False) -> None:
        """`clock` tells the time of each look; without one it is that of the request. `edit`: translators type here."""
        self._request = replace(request, jobs=1)
        self._clock = clock
        self._workshop = EditableWorkshop if edit else Workshop
        self._memory: Held | None = None
        self._moment: Moment | None = None
        self._shown: dict[str, Kept] = {}
        self._verified: set[str] = set()
        """Paths of pages known to be as they would be rendered now."""
        self._problems = Problems()
        self._found: tuple[list[Diagnostic], Scan] = [], Scan()
        self._warned: tuple[Diagnostic, ...] | None = None
        self._survey: Survey | None = None
        self._unruled = False
        """Whether the rules have not been applied to what is shown."""
        self._moved: tuple[str, ...] = ()
        """Pages whose translations stand in other lines than their site says."""
        self._settling: Iterator[bool] = iter(())
        self._findings: Findings | None = None
        self._overview = Overview()
        self._pictures = PictureStore(request.project)

    @property
    def ready(self) -> bool:
        return self._moment is not None

    @property
    def mount(self) -> str:
        return self._moment.mount if self._moment else "/"

    @property
    def policy(self) -> str:
        return content_policy(self._moment.site) if self._moment else ""

    @property
    def problems(self) -> Problems:
        return self._problems

    @property
    def warnings(self) -> tuple[Diagnostic, ...]:
        if self._warned is None:
            # Their places are looked for when somebody wants to know, not while a save waits to be shown.
            self._warned = _placed(*self._found).diagnostics
        return self._warned

    @property
    def until(self) -> float | None:
        if self._moment is None or self._clock is None:
            return None
        site = self._moment.site
        ahead = [instant for instant in site.boundaries if instant > site.now]
        return ahead[0].timestamp() if ahead else None

    # ---- looking ----

    def take(self, changed: Collection[str]) -> bool:
        try:
            return bool(changed) and self._after_small_edit(frozenset(changed))
        except BuildStopped:
            # Whatever it is, looking at everything will tell.
            return False
        except Exception as bug:
            self._problems = Problems(bug=apology(bug))
            return True

    def refresh(self, changed: Collection[str] | None) -> None:
        if changed and self.take(changed):
            return
        request = self._request if self._clock is None else replace(self._request, now=self._clock())
        problems: Found = []
        sources = Scan()
        try:
            memory = self._remembering(request)
            try:
                sources = read_sources(request, memory, problems)
                self._take(request, memory, sources, problems)
            except BuildStopped as stop:
                problems += stop.diagnostics
            self._problems = _placed([each for each in problems if each.severity == "error"], sources)
            self._found, self._warned = ([each for each in problems if each.severity == "warning"], sources), None
            memory.forget_the_past()
            memory.ledger = Ledger(sources=sources.stamps, taken_ns=sources.taken_ns)
        except Exception as bug:
            self._problems = Problems(bug=apology(bug))

    def _after_small_edit(self, changed: Set[str]) -> bool:
        """Take in an edit inside a few pages or of templates in no more time than that takes; False after any other."""
        moment, memory = self._moment, self._memory
        if moment is None or memory is None or not self._is_well() or not self._are_known(changed, moment.sources):
            return False
        now = aware(self._clock() if self._clock else self._request.now, moment.config)
        if not holds_at(moment.site, now):
            return False
        files = files_beside(moment, changed)
        if files is None:
            return False
        # What is looked at again is read again, whatever was known of it.
        sources = replace(moment.sources, stamps=dict.fromkeys(files, UNREAD),
                          locations={path: self._location(path) for path in files})
        parsed = {path: parse_again(path, sources, moment.config, memory) for path in sorted(files) if is_parsed(path)}
        if len(parsed) != len(files) or any(one.diagnostics for one in parsed.values()):
            return False
        edit = edited(moment, parsed, now, memory.bodies)
        if edit is None:
            return False
        if any(one.template for one in parsed.values()):
            keep_code(CompiledTemplates(memory.toolchain, learns=False))
        # From here on nothing fails: what all moments have in common becomes that of now.
        moment.sources.stamps.update(sources.stamps)
        moment.parsed.update(parsed)
        memory.hand_over(moment.bodies, parsed)
        self._set(replace(moment, site=edit.site, others=edit.others))
        self._unruled = self._unruled or edit.unruled
        self._moved = (*self._moved, *edit.moved)
        self._settling = self._settle()
        return True

    def settle(self) -> bool:
        return next(self._settling, None) is not None

    def _settle(self) -> Iterator[bool]:
        """Hold what was shown in haste to the rules, piece by piece; after it all is said that a build would say.

        Before that, hold what is only remembered; after it, count what the dashboard shows.
        """
        yield from self._unpacked()
        yield from self._prepared()
        while self._moved and self._moment and self._memory:
            some, self._moved = self._moved[:PIECE], self._moved[PIECE:]
            site = again(self._moment, some, self._memory.bodies)
            if site is None:
                self.refresh(None)
                return
            self._set(replace(self._moment, site=site))
            yield True
        if self._unruled and self._moment:
            for found in _applied(self._moment.site):
                if any(one.severity == "error" for one in found):
                    self.refresh(None)
                    return
                yield True
            self._unruled = False
        if survey := self.survey():
            identities = tuple(survey.site.pages)
            for start in range(0, len(identities), PIECE):
                self._overview.count(survey, identities[start:start + PIECE])
                yield True

    def _prepared(self) -> Iterator[bool]:
        """Load what a first save of data or of a translation takes, and work out what it is compared with."""
        for name in LATER if self._workshop is Workshop else (*LATER, "sitegen.commands.i18n"):
            if name not in sys.modules:
                import_module(name)
                yield True
        if self._moment:
            self._moment.others.work_out()
            yield True

    def _unpacked(self) -> Iterator[bool]:
        """Hold what is only remembered, so that nothing which goes through all pages unpacks them again."""
        while self._moment and isinstance(self._moment.site.pages, OnDemand):
            for _ in unpack(self._moment.site, self._moment.parsed):
                yield True
            self._set(replace(self._moment, site=held(self._moment.site)))
            # All this stays, and need not be looked through for garbage again and again.
            gc.freeze()
            yield True

    def _are_known(self, changed: Set[str], sources: Scan) -> bool:
        """Whether these were files of the project before: one of the theme may have been replaced by one of ours.

        The first time that something is confirmed in a language, its file is new; the theme has none.
        """
        first = {records_path(language.locale) for language in self._languages()} - sources.locations.keys()
        return all(sources.locations.get(path) == self._location(path) or path in first for path in changed)

    def _languages(self) -> tuple[Language, ...]:
        return self._moment.config.languages if self._moment else ()

    def _location(self, path: str) -> str:
        return os.path.join(self._request.project, path)

    def look_at(self, paths: Collection[str]) -> None:
        if changed := {path for path in paths if self._differs(path)}:
            self.refresh(changed)

    def _differs(self, path: str) -> bool:
        """Whether a file is another than the site was made from."""
        known = self._moment.sources.stamps.get(path) if self._moment else None
        if known is None:
            return os.path.lexists(self._location(path))
        try:
            alone = Scan(stamps={path: UNREAD}, locations={path: self._location(path)})
            return read(alone, path).digest != known.digest
        except BuildStopped:
            return True

    def _is_well(self) -> bool:
        """Whether what is shown is what the sources say."""
        problems = self._problems
        return not problems.bug and not any(one.severity == "error" for one in problems.diagnostics)

    def _remembering(self, request: Request) -> Held:
        if self._memory is None:
            self._memory = Held(request)
        return self._memory

    def _take(self, request: Request, memory: Held, sources: Scan, problems: Found) -> None:
        config = read_config(request, sources, memory, problems)
        is_first = self._moment is None and not any(one.severity == "error" for one in problems)
        if is_first and (known := recall(request, memory, sources, config)):
            problems[:] = known.problems
            self._show(known.site, config, memory, sources, known.parsed, known.artifacts)
            return
        parsed = parse_sources(sources, config, memory, request, problems)
        try:
            site = assemble_site(config, parsed, sources, memory, request, problems)
        except BuildStopped:
            if self._moment is not None:
                raise
            # There is nothing good to show yet: better a page with mistakes than none.
            if broken := _joined(lambda: join_site(config, parsed, sources, memory, request, [])):
                self._show(broken, config, memory, sources, {**parsed}, plan(broken))
            raise
        self._show(site, config, memory, sources, {**parsed}, plan(site))

    def _show(self, site: Site, config: Config, memory: Held, sources: Scan, parsed: dict[str, Parsed],
              planned: Sequence[Artifact]) -> None:
        bodies = memory.bodies_now()
        artifacts = {artifact.path: artifact for artifact in planned}
        others = Others({path: one for path, one in parsed.items() if not is_page(path)}, site, config, memory.bodies)
        self._unruled, self._moved, self._settling = False, (), self._settle()
        self._set(Moment(site, bodies, self._workshop(site, bodies), artifacts, sources, parsed, others,
                         config, base_path(site.config.base_url)))
        self._shown = {path: page for path, page in self._shown.items() if path in artifacts}
        self._overview = Overview()

    def _set(self, moment: Moment) -> None:
        workshop, before = moment.workshop, self._moment
        if workshop.site is not moment.site:
            workshop = self._workshop(moment.site, moment.bodies)
        if before is not None:
            if before.site.config.languages == moment.site.config.languages:
                # Compiled templates are kept: each asks itself whether its text is still the same.
                workshop.renderer = before.workshop.renderer
            if before.workshop is not workshop:
                before.workshop.close()
        self._moment = replace(moment, workshop=workshop)
        self._survey = None
        self._verified.clear()

    # ---- showing ----

    def page(self, path: str) -> Shown | None:
        artifact = self.artifact(path)
        if artifact is None or self._moment is None:
            return None
        if artifact.kind == "copy":
            return Shown(artifact.digest, file=self._moment.sources.locations[artifact.source])
        if artifact.kind == "picture":
            return self._picture(artifact, self._moment.sources)
        page = self._rendered(artifact, self._moment.workshop)
        if artifact.kind in ("card", "programme"):
            return self._from_words(artifact, page, self._moment)
        assert isinstance(page.data, bytes), "rendered here, it is held here"
        return Shown(page.digest, page.data)

    def artifact(self, path: str) -> Artifact | None:
        return self._moment.artifacts.get(path) if self._moment else None

    def problems_of(self, path: str) -> Problems:
        known = self._shown.get(path)
        if known is None or not known.page.diagnostics or self._moment is None:
            return Problems()
        return _placed(known.page.diagnostics, self._moment.sources)

    def _rendered(self, artifact: Artifact, workshop: Workshop) -> Rendered:
        known = self._shown.get(artifact.path)
        # A question at which a page failed is none of those that it has got an answer to.
        if known is not None and (artifact.path in self._verified
                                  or (not known.page.diagnostics and _holds(known, workshop))):
            self._verified.add(artifact.path)
            return known.page
        page = render_artifact(workshop, artifact)
        reads = dict(workshop.answers.told[number] for number in page.reads)
        if page.diagnostics and not page.data and known is not None:
            # Its last good version, under the report of what is wrong now.
            page = replace(page, data=known.page.data, digest=known.page.digest)
        self._shown[artifact.path] = Kept(page, reads)
        self._verified.add(artifact.path)
        return page

    def _picture(self, artifact: Artifact, sources: Scan) -> Shown | None:
        """A picture in the size that a browser asks for; the others are not made."""
        [made] = make_pictures([artifact], sources, self._pictures, self._request)
        return _as_shown(made) if made.size else None

    def _from_words(self, artifact: Artifact, words: Rendered, moment: Moment) -> Shown | None:
        """A card or a programme, made when it is asked for; None where a build would refuse, and that is said."""
        one = [(artifact, words)]
        try:
            [made] = (
                draw_cards(one, moment.sources, self._pictures, self._request) if artifact.kind == "card" else
                make_programmes(one, moment.config.programme_fonts, moment.sources, self._pictures, self._request))
        except BuildStopped as stop:
            others = [each for each in self._problems.diagnostics if each.message != stop.diagnostics[0].message]
            self._problems = _placed([*others, *stop.diagnostics], moment.sources)
            return None
        return _as_shown(made) if made.size else None

    # ---- for translators ----

    def survey(self) -> Survey | None:
        moment = self._moment
        if moment is not None and self._survey is None:
            assembled = Assembled(moment.site, moment.bodies, moment.sources, moment.parsed, moment.config)
            self._survey = Survey(assembled, self._request.project, translator=moment.others.translator)
            self._findings = Findings(self._survey)
        return self._survey

    def rows(self) -> list[Row]:
        survey = self.survey()
        return self._overview.rows(survey) if survey else []

    def findings(self, owner: Owner) -> tuple[Diagnostic, ...]:
        return self._findings.of(owner) if self.survey() and self._findings else ()


def _applied(site: Site) -> Iterator[Sequence[Diagnostic]]:
    """What the rules find in a site, in pieces that each take little time."""
    yield check_whole(site)
    for some in few_at_a_time(site.pages.values(), PIECE):
        yield check_some(site, some, links_of_pages)
    yield from links_of_no_page(site)


def _holds(known: Kept, workshop: Workshop) -> bool:
    """Whether every question the page asked has the same answer now."""
    for key, told in known.reads.items():
        try:
            if workshop.answers.digest(key) != told:
                return False
        except BuildStopped:
            raise
        except Exception:
            # What is asked about is gone, or its template has a mistake, which printing the page will tell.
            return False
    return True


def _placed(diagnostics: Sequence[Diagnostic], sources: Scan) -> Problems:
    report = with_problems(Report(), list(diagnostics), (), sources)
    return Problems(report.diagnostics, report.excerpts)


def _joined(join: Callable[[], Site]) -> Site | None:
    try:
        return join()
    except Exception:
        # What cannot be joined because of its mistakes has been reported already.
        return None


def _as_shown(made: Rendered) -> Shown:
    if isinstance(made.data, bytes):
        return Shown(made.digest, made.data)
    return Shown(made.digest, file=made.data.location)


def machine_time() -> datetime:
    """The time now."""
    return datetime.fromtimestamp(time.time(), UTC)


