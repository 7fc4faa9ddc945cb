"""The pipeline: read, parse, assemble, plan, find what is out of date, render, check, publish."""

import os
import stat
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timezone
from functools import partial
from itertools import chain, islice
from typing import Any, NamedTuple

from msgspec.structs import replace

from sitegen import plugins, quick, workers
from sitegen.bilingual import Translator
from sitegen.content.active import is_active
from sitegen.content.config import check_base_url, parse_config
from sitegen.diagnostics import BuildStopped, Diagnostic, error
from sitegen.disk.failures import stopped
from sitegen.disk.ledger import save_ledger
from sitegen.disk.lock import lock
from sitegen.disk.manifest import read_manifest
from sitegen.disk.picture_store import PictureStore
from sitegen.disk.pictures import SUFFIXES, measure
from sitegen.disk.publish import CopyOf, Entry, Receipt, Standby, path_faults, publish
from sitegen.disk.published import Published, inspect
from sitegen.disk.rescan import rescan
from sitegen.disk.scratch import Scratch
from sitegen.disk.sources import Scan, Unread, read, scan, scan_of, theme_root, unread
from sitegen.disk.swap import forget_exchange
from sitegen.document_paths import CONFIG
from sitegen.gathered import Gathered, Known, unpacked
from sitegen.lookout import Lookout
from sitegen.memory import Bodies, Memory, RememberedSite, pack_and_leave
from sitegen.model import (
    Artifact,
    Config,
    Ledger,
    MediaFile,
    Packed,
    Parsed,
    Rendered,
    Report,
    Request,
    Site,
    Source,
    Trace,
)
from sitegen.moments import zone
from sitegen.on_demand import FEW
from sitegen.outcome import (
    Problems,
    done,
    notices,
    refused,
    stale_after,
    with_problems,
    would_change,
)
from sitegen.packed import PackedTraces, troubled
from sitegen.paper import demand_printer
from sitegen.reassembly import Edited, files_of, reassemble
from sitegen.render.environment import FILTERS
from sitegen.render.words import load_formats
from sitegen.site.assemble import HELD, assemble
from sitegen.site.links import links_of_no_page, links_of_pages
from sitegen.site.outline import holds_at, outline
from sitegen.site.plan import plan
from sitegen.site.sides import Sides
from sitegen.stages import pack_facts, pack_source
from sitegen.stopwatch import Lap, untimed
from sitegen.traditional import demand_converter
from sitegen.work import Work, compare, render_artifacts, trace

Hold = Callable[[object], object]
MADE = ("card", "picture", "programme")
"""Kinds of artifacts that take long to make, and are remembered by what they are made from."""
JUDGED_APART = 500
"""Pages from which on another process holds a site to the rules: of fewer that takes no longer than to begin one."""
SHRINK_FROM = 20
"""A published site of fewer pages may lose any of them without being asked."""


def let_go(made: object) -> None:
    """What a process that goes on does with what its build has made: nothing."""


def build(request: Request, lap: Lap = untimed, lookout: Lookout | None = None, hold: Hold = let_go) -> Report:
    """Publish the project; on any error change nothing and say why.

    A clean build is this function with nothing remembered, an incremental one with what the last build remembered.
    `hold` is told at the end what has been made: a process that is about to end need not take it apart.
    """
    problems: Problems = []
    sources = Scan()
    memory = Memory(request, lookout)
    scratch = Scratch(request.project, request.output)
    try:
        sources = lap("read", read_sources(request, memory, problems))
        config = read_config(request, sources, memory, problems)
        published = inspect(request.output, project=request.project, keep=config.keep, ledger=memory.ledger,
                            seen=memory.seen.tree)
        lap("inspect", published)
        work = after_small_edit(sources, config, memory, published, request, lap) or after_all(
            sources, config, memory, published, request, problems, lap
        )
        problems += work.problems
        scratch.standby = None if request.dry_run else Standby(published)
        rendered = lap("render", made(work, request, scratch, sources, memory))
        ledger = lap("trace", trace(work, rendered, sources, memory))
        check(ledger, published, request, problems)
        verify(ledger, request)
        lap("check", problems)
        if request.dry_run:
            return with_problems(would_change(work.site, ledger, published), problems, memory.notices, sources)
        receipt = lap("publish", publish_tree(ledger, published, rendered, sources, work.site, scratch))
        report = done(work.site, ledger, work.reasons, receipt, request=request)
        report = with_problems(report, problems, memory.notices, sources)
        remember(ledger, receipt, work, report, memory, request)
        hold((sources, memory, published, work, rendered, ledger, receipt))
        return lap("remember", report)
    except BuildStopped as stop:
        problems += stop.diagnostics
        return with_problems(refused(problems, memory.ledger), problems, memory.notices, sources)
    finally:
        scratch.close()
        memory.close()


def build_alone(
    request: Request, lap: Lap = untimed, lookout: Lookout | None = None, hold: Hold = let_go
) -> Report:
    """Build while no other process builds in this project, waiting for one as long as the request allows.

    `lookout` has begun to look at what there is; `hold` is as for `build`.
    """
    try:
        if not is_project(request.project):
            # Refused without leaving a lock behind in a folder that is not ours.
            return build(request, lap)
        with lock(request.project, request.output, wait=request.wait):
            return build(request, lap, lookout, hold)
    except BuildStopped as stop:
        return Report(exit=max(d.exit for d in stop.diagnostics), diagnostics=stop.diagnostics)
    finally:
        if lookout is not None:
            lookout.close()


class Assembled(NamedTuple):
    """The site for those who only ask, with what it was made from."""

    site: Site
    bodies: Bodies
    sources: Scan
    parsed: Mapping[str, Parsed]
    config: Config
    """As typed; the site's has the words of catalogues too."""


def ask(request: Request, work: Callable[[Assembled], str]) -> tuple[Report, str]:
    """What `work` says of the site exactly as a build assembles it; nothing where that cannot be relied on.

    The rules do not matter here: who translates need not wait until a dead link is mended.
    """
    problems: Problems = []
    sources = Scan()
    memory = Memory(request)
    try:
        sources = read_sources(request, memory, problems)
        config = read_config(request, sources, memory, problems)
        parsed = parse_sources(sources, config, memory, request, problems)
        site = join_site(config, parsed, sources, memory, request, problems)
        stop_on_errors(problems)
        return Report(), work(Assembled(site, memory.bodies, sources, parsed, config))
    except BuildStopped as stop:
        errors = [problem for problem in (*problems, *stop.diagnostics) if problem.severity == "error"]
        return with_problems(refused(errors, Ledger()), errors, (), sources), ""
    finally:
        memory.close()


def examine(request: Request, look: Callable[[Assembled], Iterable[Diagnostic]]) -> Report:
    """Everything for which a build would refuse to publish, what `look` finds besides, and every fault of the tree
    that is published now; nothing is published, and no lock is held or waited for.
    """
    from sitegen.published_pages import begin_check

    problems: Problems = []
    of_tree: Callable[[], tuple[Diagnostic, ...]] = tuple
    sources = Scan()
    memory = Memory(request)
    scratch = Scratch(request.project, request.output)
    report = Report()
    meanwhile = ExitStack()
    try:
        sources = read_sources(request, memory, problems)
        config = read_config(request, sources, memory, problems)
        published = inspect(request.output, project=request.project, keep=config.keep, ledger=memory.ledger, mend=False)
        of_tree = meanwhile.enter_context(begin_check(published, base_url=config.base_url, jobs=request.jobs)).result
        parsed = parse_sources(sources, config, memory, request, problems)
        site = join_site(config, parsed, sources, memory, request, problems)
        problems += faults(site)
        problems += look(Assembled(site, memory.bodies, sources, parsed, config))
        stop_on_errors(problems)
        work = compare(site, outline(site), memory, published)
        ledger = trace(work, made(work, request, scratch, sources), sources, memory)
        report = Report(pages=ledger.pages, stale_after=stale_after(site), notices=notices(site))
        check(ledger, published, request, problems)
        stop_on_errors(of_tree())
    except BuildStopped as stop:
        problems += (*stop.diagnostics, *of_tree())
        report = replace(refused(problems, Ledger()), pages=report.pages, stale_after=report.stale_after)
    else:
        problems += of_tree()
    finally:
        meanwhile.close()
        scratch.close()
        memory.close()
    return with_problems(report, problems, memory.notices, sources)


# ---- read ----------------------------------------------------------------------------------------------------------


def read_sources(request: Request, memory: Memory, problems: Problems) -> Scan:
    """Find every input file of the project and of the theme."""
    if not is_project(request.project):
        raise BuildStopped(
            error(
                "E-CONFIG",
                f"There is no {CONFIG} here, so this is not a site.",
                "Go to the site's folder, or name it: sitegen build --project path/to/site\n"
                "To begin one: sitegen init our-site",
                exit=2,
            )
        )
    theme, ledger = theme_root(), memory.ledger
    first = memory.first_look
    sources = scan_of(first) if first else (
        rescan(request.project, theme, ledger=ledger, seen=memory.seen.sources)
        or scan(request.project, theme, ledger=ledger))
    problems += sources.diagnostics
    memory.bodies.scan = sources
    return sources


def is_project(folder: str) -> bool:
    """Whether a folder is a site. Raises BuildStopped (exit 3) where that cannot be seen."""
    try:
        return stat.S_ISREG(os.stat(os.path.join(folder, CONFIG)).st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError as problem:
        raise stopped(problem, "reading", CONFIG) from problem


def read_config(request: Request, sources: Scan, memory: Memory, problems: Problems) -> Config:
    """Read site.yaml; nothing else can be understood without it."""
    if CONFIG not in sources.stamps:
        raise BuildStopped()
    config = memory.config(sources.stamps[CONFIG].digest)
    if config is None:
        source = read(sources, CONFIG)
        config, diagnostics = parse_config(source)
        problems += diagnostics
        if config is None or any(d.severity == "error" for d in diagnostics):
            raise BuildStopped()
        memory.learn_config(source.digest, config, diagnostics)
    plugins.load(config.plugins, FILTERS)
    demand_converter(config)
    demand_printer(config)
    return replace(config, base_url=override(request.base_url)) if request.base_url else config


def override(base_url: str) -> str:
    """The address given on the command line, in the form of the one in site.yaml."""
    problem = check_base_url(base_url)
    if problem is not None and problem.severity == "error":
        raise BuildStopped(replace(problem, help="Write it in full: --base-url https://example.org/", exit=2))
    return base_url.rstrip("/") + "/"


def crew(request: Request) -> Callable[..., Iterator[Any]]:
    """Who does the work of many items: processes of this machine, or a cluster."""
    if not request.executor:
        return partial(workers.run, jobs=request.jobs)
    from sitegen import cluster

    return partial(cluster.run, address=request.executor)


# ---- parse ---------------------------------------------------------------------------------------------------------


def parse_sources(
    sources: Scan, config: Config, memory: Memory, request: Request, problems: Problems,
    meanwhile: Callable[[], object] = tuple
) -> Gathered:
    """Every text source parsed, from memory where its bytes are known; those of this run still have their bodies.

    `meanwhile` is done where other processes parse and this one would wait.
    """
    memory.bodies.languages = config.languages
    parsed = memory.gathered()
    asked: deque[str] = deque()
    paths = [path for path in sources.stamps if is_parsed(path)]

    # Another machine has no files.
    unasked = memory.knows_nothing and not request.executor

    def unknown() -> Iterator[Source | Unread]:
        """The sources that are not remembered; read one by one, as somebody gets round to parsing them."""
        for path in paths:
            if unasked:
                asked.append(path)
                yield unread(sources, path)
                continue
            source = None if sources.stamps[path].digest else read(sources, path)
            key = memory.key(path, sources.stamps[path].digest, config.languages)
            known = memory.parsed(path, key)
            if known is None:
                asked.append(path)
                yield source or read(sources, path)
            else:
                parsed.add(path, known)

    run = crew(request)
    shared = config.languages, None if request.executor or request.jobs == 1 else memory.other_end()
    results = run(pack_and_leave, unknown(), shared=shared, name=lambda source: source.path,
                  count=len(paths) if unasked else 0)
    for number, packed in enumerate(results):
        if number == 0:
            # The others have enough to do.
            meanwhile()
        path = asked.popleft()
        parsed.add(path, parsed_now(path, packed, sources, config, memory))
    for path in filter(is_picture, sources.stamps):
        parsed.add(path, measured(path, sources, memory))
    memory.keep()
    problems += parsed.problems
    return parsed


def parsed_now(path: str, packed: Packed, sources: Scan, config: Config, memory: Memory) -> Known:
    """What a source came to in this run, without its bodies; whoever has parsed it may have read it too."""
    if packed.stamp is not None:
        sources.stamps[path] = packed.stamp
        memory.note(path, memory.key(path, packed.stamp.digest, config.languages))
    return memory.learn(path, packed)


def measured(path: str, sources: Scan, memory: Memory) -> Known:
    """What a picture's header says, from memory where its bytes are known."""
    digest = sources.stamps[path].digest or read(sources, path).digest
    known = memory.parsed(path, memory.key(path, digest, ()))
    if known is None:
        picture, problems = measure(sources.locations[path], path, digest)
        known = memory.learn(path, Packed(facts=pack_facts(Parsed(picture=picture, diagnostics=problems))))
    return known


def is_picture(path: str) -> bool:
    """Whether a source is a picture that is published in sizes."""
    return path.startswith("content/") and os.path.splitext(path)[1].lower() in SUFFIXES


def is_parsed(path: str) -> bool:
    """Whether a source has a structure; what has none is published or ignored as it is."""
    if path.startswith("templates/"):
        return not path.startswith("templates/assets/") and path.endswith((".html", ".xml", ".txt"))
    if path.startswith(("translations/", "theme/")):
        return path.endswith("/LC_MESSAGES/theme.po") or is_record(path) or is_content_catalogue(path)
    return is_page(path) or is_data(path) or is_active_file(path)


def is_record(path: str) -> bool:
    """Whether a source holds what is recorded of translations into one language."""
    return path.startswith("translations/") and path.count("/") == 2 and path.endswith("/acknowledged.tsv")


def is_content_catalogue(path: str) -> bool:
    """Whether a source translates texts of pages or data into one language."""
    return path.startswith("translations/") and "/LC_MESSAGES/content/" in path and path.endswith(".po")


def is_data(path: str) -> bool:
    """Whether a source is a data file."""
    return path.startswith("content/data/") and path.endswith((".yaml", ".yml"))


def is_active_file(path: str) -> bool:
    """Whether a file that is published as it is must be looked into first."""
    return path.startswith("content/") and is_active(path)


def is_media(path: str) -> bool:
    """Whether a source is published as it is, beside the page it belongs to."""
    return path.startswith("content/") and not is_page(path) and not is_data(path)


def is_page(path: str) -> bool:
    """Whether a source is a page's Markdown."""
    return path.startswith("content/") and not path.startswith("content/data/") and path.endswith(".md")


# ---- assemble ------------------------------------------------------------------------------------------------------


def assemble_site(
    config: Config, parsed: Gathered, sources: Scan, memory: Memory, request: Request, problems: Problems
) -> Site:
    """Join everything into the site and hold it to the rules; stop here if anything is wrong with it."""
    site = join_site(config, parsed, sources, memory, request, problems)
    problems += faults(site)
    stop_on_errors(problems)
    return site


def faults(site: Site) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a site."""
    return *first_faults(site, len(site.pages)), *last_faults(site, len(site.pages))


def first_faults(site: Site, number: int) -> tuple[Diagnostic, ...]:
    """The same of the first pages, so many, and of what is known of all without a look at them."""
    from sitegen.check.rules import check_each, check_whole

    return *check_whole(site), *check_each(site, islice(site.pages, number), links_of_pages)


def last_faults(site: Site, number: int) -> tuple[Diagnostic, ...]:
    """What is wrong with the pages after these, and with what is no page."""
    from sitegen.check.rules import check_each

    return *check_each(site, islice(site.pages, number, None), links_of_pages), *chain(*links_of_no_page(site))


@contextmanager
def held_to_rules(site: Site, request: Request, problems: Problems) -> Iterator[None]:
    """Stop at the end of the block if anything is wrong with the site, or where the block fails, perhaps for that.

    Of a large site, another process looks at the most of it meanwhile.
    """
    alone = request.jobs == 1 or len(site.pages) < JUDGED_APART
    here = len(site.pages) * 2 // 5 // FEW * FEW
    with workers.Aside(last_faults, here, shared=site, alone=alone) as judge:
        try:
            yield
        except Exception:
            problems += (*first_faults(site, here), *judge.result())
            stop_on_errors(problems)
            raise
        problems += (*first_faults(site, here), *judge.result())
    stop_on_errors(problems)


def join_site(
    config: Config, parsed: Gathered, sources: Scan, memory: Memory, request: Request, problems: Problems,
    sides: Sides | None = None
) -> Site:
    """Join everything into the site; stop here only if there is nothing to join.

    With `sides`, those of all pages are told, and another process may help.
    """
    media = [media_file(sources, path, parsed.get(path)) for path in sources.stamps if is_media(path)]
    media += fonts(sources, config, problems)
    assets = {
        path.removeprefix("templates/assets/"): media_file(sources, path)
        for path in sources.stamps
        if path.startswith("templates/assets/")
    }
    if not any(is_page(path) for path in sources.stamps):
        # Everything else that could be said follows from this.
        raise BuildStopped(
            error(
                "E-EMPTY",
                "content/ holds no pages, so there is nothing to publish.",
                "Write content/index.en.md with a title and a description between --- lines.",
            )
        )
    now = aware(request.now, config)
    # In the order of paths, however they came in.
    others, documents = [one for _, one in sorted(parsed.others.items())], parsed.documents()
    translator = Translator(config, others, memory.bodies, living=parsed.identities, documents=documents)
    aside = HELD if documents is None else memory.for_now(
        pages=len(parsed.identities), alone=sides is None or request.jobs == 1, sides=sides)
    site, diagnostics = assemble(config, others, media, assets, now=now, drafts=request.drafts, translator=translator,
                                 documents=documents, aside=aside)
    problems += diagnostics
    return site


def fonts(sources: Scan, config: Config, problems: Problems) -> Iterator[MediaFile]:
    """The fonts that site.yaml names, which are published nowhere."""
    named = dict.fromkeys(config.programme_fonts, ("E-PROGRAMME-FONT", "programme_fonts"))
    if config.card_font:
        named[config.card_font] = "E-CARD-FONT", "card_font"
    for path, (code, field) in named.items():
        if path in sources.stamps:
            yield media_file(sources, path)
        else:
            problems.append(error(code, f"There is no {path}.", f"Save a font there, or leave out {field}.",
                                  path=CONFIG, field=field, exit=2))


def media_file(sources: Scan, path: str, measured: Parsed | None = None) -> MediaFile:
    """A file that is published as it is; its bytes stay on the disk."""
    stamp = sources.stamps[path] if sources.stamps[path].digest else None
    if stamp is None:
        read(sources, path)
        stamp = sources.stamps[path]
    picture = measured.picture if measured else None
    return MediaFile(path=path, digest=stamp.digest, size=stamp.size, picture=picture)


def aware(now: datetime, config: Config) -> datetime:
    """The one clock of the build; a time given without a zone is the site's."""
    if now.tzinfo:
        return now
    # The zone's offset at that time, and not the zone: one made from our own database cannot be sent to a worker.
    offset = now.replace(tzinfo=zone(config.timezone)).utcoffset()
    return now.replace(tzinfo=timezone(offset) if offset is not None else UTC)


def stop_on_errors(problems: Iterable[Diagnostic]) -> None:
    """Go no further with a site that must not be published."""
    if any(d.severity == "error" for d in problems):
        raise BuildStopped()


# ---- compare -------------------------------------------------------------------------------------------------------


def after_all(
    sources: Scan,
    config: Config,
    memory: Memory,
    published: Published,
    request: Request,
    problems: Problems,
    lap: Lap,
) -> Work:
    """What there is to do, from all sources."""
    parsed = lap("parse", parse_sources(sources, config, memory, request, problems, partial(prepare, config)))
    sides = Sides({}, {})
    site = lap("assemble", join_site(config, parsed, sources, memory, request, problems, sides))
    # What goes through all pages comes before they are put aside.
    with held_to_rules(site, request, problems):
        now, artifacts = outline(site, sides), plan(site)
        prepare(config)
    work = compare(memory.assembled(site, config, problems), now, memory, published, artifacts)
    lap("compare", work.reasons)
    return work


def prepare(config: Config) -> None:
    """Load what the rules and all files need, which the processes that will be forked have then already."""
    import sitegen.check.rules
    import sitegen.render.texts  # noqa: F401

    load_formats(config.languages)
    workers.prepare()


def after_small_edit(
    sources: Scan, config: Config, memory: Memory, published: Published, request: Request, lap: Lap
) -> Work | None:
    """What there is to do after an edit inside a few pages or of templates, or of published files alone; None after any
    other, which takes all sources to tell.
    """
    changed = changed_sources(sources, memory) if is_of_ledger(published, memory) else None
    known = None if changed is None else memory.site(config, drafts=request.drafts)
    if changed is None or known is None:
        return None

    def parsed(pages: Mapping[str, Parsed]) -> None:
        memory.keep(all_known=False)
        lap("parse", pages)

    edit = small_edit(changed, known, sources, config, memory, aware(request.now, config), parsed)
    if edit is None:
        return None
    edited = edit.edited
    work = compare(lap("assemble", edited.site), edited.outline, memory, published, keeps=True)
    lap("compare", work.reasons)
    return work._replace(
        remembered=memory.ledger.site, amended=tuple(sorted(edited.pages)), problems=known.problems
    )


class SmallEdit(NamedTuple):
    """What a site that is remembered comes to after an edit inside a few pages or of templates."""

    edited: Edited
    sources: dict[str, Parsed]
    """Those that are no pages, and the pages that were looked at again."""


def small_edit(
    changed: Iterable[str], known: RememberedSite, sources: Scan, config: Config, memory: Memory, now: datetime,
    parsed: Callable[[Mapping[str, Parsed]], object]
) -> SmallEdit | None:
    """The remembered site with the changed sources as they are now; None where these or the time touch more of it.

    `parsed` is told of the pages when they are parsed.
    """
    if not holds_at(known.site, now):
        return None
    templates = {path for path in changed if is_template(path)}
    files = files_of(known.site, [path for path in changed if path not in templates], memory.ledger.amended)
    if files is None or any(problem.path in (files | templates) for problem in known.problems):
        return None
    others = {path: parse_again(path, sources, config, memory) for path in sources.stamps
              if not is_page(path) and is_parsed(path)}
    pages = {path: parse_again(path, sources, config, memory) for path in sorted(files)}
    parsed(pages)
    edited = reassembled(known.site, pages, others, memory, config, now)
    if edited is None or any(others[path].diagnostics for path in templates):
        return None
    return SmallEdit(edited, {**others, **pages})


def reassembled(
    site: Site, pages: Mapping[str, Parsed], others: Mapping[str, Parsed], memory: Memory, config: Config, now: datetime
) -> Edited | None:
    """The remembered site with these pages and templates as they are now; None where that is no small edit."""
    templates = {one.template.name: one.template for one in others.values() if one.template is not None}
    site = replace(site, now=now, templates=templates)
    before = memory.ledger.outline
    if not pages:
        return Edited(site, before, frozenset())
    return reassemble(site, before, pages, others.values(), config=config, now=now, bodies=memory.bodies, words=True)


def is_template(path: str) -> bool:
    """Whether a source is a template."""
    return path.startswith("templates/") and is_parsed(path)


def changed_sources(sources: Scan, memory: Memory) -> list[str] | None:
    """The sources that are others than at the last build; None where some came or went, for that is no small edit."""
    before = memory.ledger.sources
    if not memory.ledger.site or before.keys() != sources.stamps.keys():
        return None
    return [
        path
        for path, stamp in sources.stamps.items()
        if (stamp.digest or read(sources, path).digest) != before[path].digest
    ]


def is_of_ledger(published: Published, memory: Memory) -> bool:
    """Whether the published tree is the one that the last build made, whatever was done to its files since."""
    return published.manifest == memory.ledger.manifest


def parse_again(path: str, sources: Scan, config: Config, memory: Memory) -> Parsed:
    """One source parsed, from memory where its bytes are known."""
    memory.bodies.languages = config.languages
    source = None if sources.stamps[path].digest else read(sources, path)
    known = memory.parsed(path, memory.key(path, sources.stamps[path].digest, config.languages))
    if known is None:
        known = memory.learn(path, pack_source(config.languages, source or read(sources, path)))
    return unpacked(known)


# ---- render --------------------------------------------------------------------------------------------------------


def made(
    work: Work, request: Request, scratch: Scratch, sources: Scan, memory: Memory | None = None
) -> dict[str, Rendered]:
    """Everything that is out of date, rendered: what is printed, and pictures.

    Meanwhile the site is remembered where there is `memory`. Where the build is refused after all, nobody asks for it.
    """
    is_new = memory is not None and not (work.remembered or request.dry_run or request.forgetful)
    printed = render_artifacts(work, crew(request), scratch, memory.keep_site if memory and is_new else tuple)
    due = [one for one in work.artifacts if one.kind in MADE and one.path in work.reasons]
    if not due:
        return printed
    from sitegen.pictures import draw_cards, make_pictures
    from sitegen.programmes import make_programmes

    store = PictureStore(request.project)
    pictures = make_pictures([one for one in due if one.kind == "picture"], sources, store, request)
    cards = [(one, printed[one.path]) for one in due if one.kind == "card"]
    paper = [(one, printed[one.path]) for one in due if one.kind == "programme"]
    programmes = make_programmes(paper, work.site.config.programme_fonts, sources, store, request)
    return printed | {one.path: one for one in (*pictures, *draw_cards(cards, sources, store, request), *programmes)}


# ---- check ---------------------------------------------------------------------------------------------------------


def check(ledger: Ledger, published: Published, request: Request, problems: Problems) -> None:
    """Hold the tree that is about to be published to the rules; raise BuildStopped if it must not be."""
    problems += once(d for trace in troubled(ledger.traces) for d in trace.diagnostics)
    # What stands side by side in the published tree can do so again.
    problems += path_faults(ledger.traces) if not ledger.traces.keys() <= published.files.keys() else ()
    problems += published.diagnostics
    problems += shrinkage(ledger, published, request)
    if request.strict and problems:
        raise BuildStopped()
    stop_on_errors(problems)


def once(diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """One of each problem: a template's mistake shows on every page that uses it."""
    seen: set[tuple[str, int, int, str]] = set()
    for diagnostic in diagnostics:
        place = (diagnostic.path, diagnostic.line, diagnostic.column, diagnostic.code)
        if place not in seen:
            seen.add(place)
            yield diagnostic


def shrinkage(ledger: Ledger, published: Published, request: Request) -> Iterator[Diagnostic]:
    """Many pages vanish at once only on purpose."""
    if request.allow_shrink or published.files.keys() <= ledger.traces.keys():
        return
    before = {path for path in published.files if path.endswith(".html")}
    gone = before - ledger.traces.keys()
    if len(before) >= SHRINK_FROM and len(gone) > 0.3 * len(before):
        yield error(
            "E-SHRINK",
            f"This would remove {len(gone)} of {len(before)} pages.",
            "If that is meant, build once with --allow-shrink. If not: is a folder of content/ missing?",
        )


def verify(ledger: Ledger, request: Request) -> None:
    """Under --verify, build from nothing in a temporary folder; raise BuildStopped (exit 5) if that differs."""
    if not request.verify:
        return
    import tempfile

    with tempfile.TemporaryDirectory(prefix="sitegen-verify-") as folder:
        output = os.path.join(folder, "build")
        report = build(replace(request, output=output, clean=True, verify=False, dry_run=False, forgetful=True))
        forget_exchange()
        made = read_manifest(output)
    if made is None:
        raise BuildStopped(*report.diagnostics)
    mine = {path: trace.digest for path, trace in ledger.traces.items()}
    differing = sorted(path for path in mine.keys() | made.files.keys() if mine.get(path) != made.files.get(path))
    if differing:
        raise BuildStopped(
            error(
                "E-VERIFY",
                f"{differing[0]} and {len(differing) - 1} more differ from a build from nothing.",
                "This is a mistake in sitegen: please report it. Until then, publish with --clean.",
                exit=5,
            )
        )


# ---- publish -------------------------------------------------------------------------------------------------------


def publish_tree(
    ledger: Ledger, published: Published, rendered: dict[str, Rendered], sources: Scan, site: Site, scratch: Scratch
) -> Receipt:
    """Put the new tree in the old one's place in one step."""
    traces = ledger.traces
    others: Mapping[str, Trace] = traces
    files: dict[str, Entry] = {}
    if isinstance(traces, PackedTraces):
        # The tree is that of the ledger but for these.
        others = {path: traces[path] for path in traces.in_order([*rendered, *published.damaged])}
        files = {path: Entry(digest=digest) for path, digest in published.files.items()}
    files |= {path: Entry(digest=trace.digest, size=trace.size) for path, trace in others.items()}
    contents = (
        (path, scratch.found(path, rendered[path].data) if path in rendered
         else CopyOf(location=sources.locations[trace.artifact.source]))
        for path, trace in others.items()
        if path in rendered or trace.artifact.kind == "copy"
    )
    receipt = publish(published, files=files, contents=contents, pages=ledger.pages,
                      stale_after=stale_after(site), tree=scratch.tree, held=scratch.held(rendered), named_well=True)
    # Nobody else looks at them any more, and what is written down next takes as much memory.
    rendered.clear()
    return receipt


def remember(ledger: Ledger, receipt: Receipt, work: Work, report: Report, memory: Memory, request: Request) -> None:
    """Write down what this build knows for the next one; the tree is published already, so nothing here may fail it."""
    if request.forgetful:
        return
    known = replace(
        ledger,
        site=work.remembered or memory.keep_site(),
        outputs=receipt.stamps,
        folders=receipt.folders,
        unsure=receipt.unsure,
        manifest=receipt.manifest,
        built=work.site.now.isoformat(timespec="minutes"),
    )
    forget_pictures(ledger, work.artifacts, memory, request)
    forget_blocks(work.site, memory)
    if known != memory.ledger and (notice := save_ledger(request.project, request.output, known)):
        report.notices = (*report.notices, notice)
    quick.note(request, report, known, memory.bodies.scan, work.site.boundaries, work.site.now)


def forget_blocks(site: Site, memory: Memory) -> None:
    """Keep nothing of blocks that the search has no more."""
    if memory.blocks:
        memory.blocks.prune({(code, number) for code, blocks in site.search.items() for number in range(len(blocks))})


def forget_pictures(ledger: Ledger, artifacts: Iterable[Artifact], memory: Memory, request: Request) -> None:
    """Keep no renditions of pictures that are gone, or that are made otherwise now; `artifacts` are as in `Work`."""
    if isinstance(ledger.traces, PackedTraces) and not any(one.kind in MADE for one in artifacts):
        return
    now, before = ({trace.digest for trace in one.traces.values() if trace.artifact.kind in MADE}
                   for one in (ledger, memory.ledger))
    if before - now:
        PictureStore(request.project).prune(now)
