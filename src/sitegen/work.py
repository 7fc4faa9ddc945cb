"""What of a site is out of date, what that comes to when it is rendered, and the ledger of all of it."""

from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from itertools import chain, islice
from typing import Any, NamedTuple

from msgspec.structs import replace

from sitegen.diagnostics import Diagnostic
from sitegen.disk.past import Past
from sitegen.disk.published import Published
from sitegen.disk.scratch import IN_TREE, Scratch
from sitegen.disk.sources import Scan
from sitegen.memory import Memory
from sitegen.model import Artifact, KeptFile, Key, Ledger, Outline, Rendered, Site, Trace
from sitegen.packed import PackedTraces
from sitegen.render.environment import SHARED
from sitegen.render.swapped_parts import prints_as_it_is
from sitegen.site.outline import Untouched
from sitegen.site.plan import block_of, plan
from sitegen.stages import Workshop, render_artifact
from sitegen.tracing import (
    Numbering,
    changed_answers,
    few_doubtful,
    out_of_date,
    same_within,
    settled_answers,
    told_again,
)

MANY = 400
"""Artifacts from which on they are put into a tree when they are printed."""


class Work(NamedTuple):
    """A site, what it publishes, and what of that must be rendered."""

    site: Site
    outline: Outline
    artifacts: tuple[Artifact, ...]
    """All; where the questions of the last build keep their numbers, none but those that are out of date."""
    workshop: Workshop
    reasons: dict[str, str]
    """Paths of the artifacts that are out of date, each with the reason in words."""
    numbering: Numbering
    """Of the questions that rendering puts; questions put for comparing have the first numbers."""
    keeps: bool = False
    """Whether the questions of the last build have kept their numbers, so that its traces hold as they stand."""
    again: bool = False
    """Whether a tree is published already."""
    remembered: str = ""
    """Mark of the remembered site from which this one was made; empty where it was assembled from all sources."""
    amended: tuple[str, ...] = ()
    """Identities of the pages that are others than there."""
    problems: tuple[Diagnostic, ...] = ()
    """What is wrong with the site, where that was remembered too."""


def compare(
    site: Site, now: Outline, memory: Memory, published: Published, artifacts: tuple[Artifact, ...] = (), *,
    keeps: bool = False
) -> Work:
    """What the site publishes, and what of it is out of date; most edits cannot have touched most answers.

    `artifacts` are all that it publishes, where that is known already; `keeps` where these are those of the last build.
    """
    workshop = Workshop(site, memory.bodies)
    workshop.blocks = memory.blocks
    # Where nothing but templates, insides and words is another, questions keep their numbers.
    doubtful = few_doubtful(memory.ledger, Untouched(site, memory.ledger.outline, now, words=keeps))
    changed = changed_answers(memory.ledger, workshop.answers, doubtful)
    # What is published depends on nothing inside a page.
    artifacts = maybe_due(memory.ledger, changed, published) if keeps else artifacts or plan(site)
    reasons = out_of_date(artifacts, memory.ledger, changed)
    around = [artifact for artifact in artifacts if artifact.path in reasons]
    if len(around) >= MANY:
        workshop.answers.settled = settled_answers(memory.ledger, changed)
    framed = same_within(around, memory.ledger, changed)
    parts = parts_alone(site, around, memory.ledger, changed) if keeps else {}
    workshop.past = Past(published.output, framed, parts)
    before = told_again(memory.ledger, workshop.answers, changed) if keeps else ()
    reasons |= unpublished(artifacts, memory, published)
    likely = likely_answers(memory.ledger, doubtful, reasons) if keeps and len(reasons) < MANY else ()
    return Work(site, now, artifacts, workshop, reasons, Numbering(workshop.answers.told, before, likely),
                keeps=keeps, again=bool(published.files))


def maybe_due(ledger: Ledger, changed: Collection[int], published: Published) -> tuple[Artifact, ...]:
    """All artifacts of the last build that may be out of date."""
    traces = ledger.traces
    if not isinstance(traces, PackedTraces):
        return tuple([one.artifact for one in traces.values()])
    paths = traces.in_order([*traces.reading(changed), *published.damaged])
    return tuple([traces[path].artifact for path in paths])


def likely_answers(ledger: Ledger, doubtful: Iterable[int], due: Iterable[str]) -> set[int]:
    """The numbers of remembered answers that are asked for again: by comparing, and by what is due at these paths."""
    return {*doubtful, *(number for path in due for number in ledger.traces[path].reads)}


def parts_alone(
    site: Site, artifacts: Iterable[Artifact], ledger: Ledger, changed: Container[int]
) -> dict[str, tuple[Key, Trace]]:
    """By path, the pages of which nothing but one shared part can be another, and that print this as it is."""
    texts = {name: template.text for name, template in site.templates.items()}
    prints: dict[tuple[str, frozenset[str]], bool] = {}
    found: dict[str, tuple[Key, Trace]] = {}
    for artifact in artifacts:
        trace = ledger.traces.get(artifact.path)
        if trace is None or trace.artifact != artifact or trace.diagnostics or artifact.kind != "page":
            continue
        others = [ledger.answers[number][0] for number in trace.reads if number in changed]
        if len(others) != 1 or others[0][0] != SHARED:
            continue
        asked = (ledger.answers[number][0] for number in trace.reads)
        used = artifact.template, frozenset(str(key[1]) for key in asked if key[0] == "template")
        if used not in prints:
            prints[used] = prints_as_it_is(texts, *used)
        if prints[used]:
            found[artifact.path] = others[0], trace
    return found


def unpublished(artifacts: Iterable[Artifact], memory: Memory, published: Published) -> dict[str, str]:
    """Artifacts that are as they were, but whose published file is gone or was edited."""
    traces = memory.ledger.traces
    if published.manifest == memory.ledger.manifest and not published.damaged:
        # The published tree is that of the ledger, and all of it is as it was.
        return {}
    return {
        artifact.path: "its published file is missing or was edited"
        for artifact in artifacts
        if artifact.kind != "copy"
        and artifact.path in traces
        and (
            artifact.path not in published.stamps
            or published.stamps[artifact.path].digest != traces[artifact.path].digest
        )
    }


def render_artifacts(
    work: Work, run: Callable[..., Iterator[Any]], scratch: Scratch, meanwhile: Callable[[], object] = tuple
) -> dict[str, Rendered]:
    """Print what is out of date with the processes of `run`; copies and pictures are the disk's work.

    The bytes go to `scratch` one by one: a build never holds a whole site. `meanwhile` is done where many are printed,
    while other processes do so.
    """
    wanted = [artifact for artifact in work.artifacts
              if artifact.path in work.reasons and artifact.kind not in ("copy", "picture")]
    wanted.sort(key=partial(_turn, work.site.times))
    if len(wanted) >= MANY:
        work.workshop.tree = scratch.plant(again=work.again)
    results = run(render_artifact, wanted, shared=work.workshop, name=lambda artifact: artifact.path,
                  together=block_of, count=len(wanted))
    settled = work.numbering.settled
    if len(wanted) >= MANY:
        results = chain(islice(results, 1), _after(meanwhile), results)
    # The path of the artifact, for that of a result from another process is a string of its own.
    return {artifact.path: settled(result, artifact.path, kept(result.data, scratch))
            for artifact, result in zip(wanted, results, strict=True)}


def _after(work: Callable[[], object]) -> Iterator[Any]:
    """Nothing more, once that has been done."""
    work()
    yield from ()


def kept(data: bytes | KeptFile, scratch: Scratch) -> bytes | KeptFile:
    """What was rendered, where it waits to be published."""
    # One value for all that is in the tree, for each came from another process.
    return scratch.keep(data) if not isinstance(data, KeptFile) else data if data.location else IN_TREE


def _turn(times: Mapping[str, datetime], artifact: Artifact) -> tuple[str, float, list[str], str]:
    """Pages in the order of time, for most that one shows are near it in time; and each in all its languages in turn:
    what they are made of is read once.
    """
    kind, *rest = map(str, artifact.subject) if artifact.subject else [""]
    time = times.get(rest[-1]) if rest else None
    return kind, time.timestamp() if time else 0.0, rest, artifact.path


def trace(work: Work, rendered: dict[str, Rendered], sources: Scan, memory: Memory) -> Ledger:
    """The ledger of the tree as it will be: each question once, each artifact with the numbers of its questions."""
    before, numbering = memory.ledger, work.numbering
    again = range(len(before.answers)) if work.keeps else Renumbered(before, numbering)
    traces: dict[str, Trace] = {}
    for artifact in [one for one in work.artifacts if one.path in rendered] if work.keeps else work.artifacts:
        fresh = rendered.get(artifact.path)
        if fresh is not None and fresh.same:
            traces[artifact.path] = replace(before.traces[artifact.path], digest=fresh.digest, size=fresh.size,
                                            main=fresh.main)
        elif fresh is not None:
            asked = fresh.reads
            if fresh.kept:
                asked = tuple(dict.fromkeys((*asked, *within(before.traces[artifact.path], again))))
            traces[artifact.path] = Trace(
                artifact, asked, fresh.digest, fresh.size, fresh.diagnostics, fresh.main, fresh.apart
            )
        elif artifact.kind == "copy":
            traces[artifact.path] = Trace(artifact, (), artifact.digest, sources.stamps[artifact.source].size)
        else:
            old = before.traces[artifact.path]
            traces[artifact.path] = replace(old, reads=tuple([again[number] for number in old.reads]),
                                            apart=tuple([again[number] for number in old.apart]))
    return Ledger(
        toolchain=memory.toolchain,
        taken_ns=sources.taken_ns,
        sources=sources.stamps,
        places=sources.places,
        config=memory.known_config,
        answers=numbering.hand_over(),
        # Nothing but what was rendered is another where questions have kept their numbers.
        traces=with_others(before.traces, traces) if work.keeps else traces,
        pages=before.pages if work.keeps else sum(one.artifact.kind == "page" for one in traces.values()),
        outline=work.outline,
        site=work.remembered,
        amended=work.amended,
    )


def with_others(traces: Mapping[str, Trace], others: Mapping[str, Trace]) -> Mapping[str, Trace]:
    """The traces with these instead."""
    return traces.with_others(others) if isinstance(traces, PackedTraces) else {**traces, **others}


class Renumbered(dict[int, int]):
    """The numbers of now of the questions of the last build, by their numbers of then."""

    def __init__(self, before: Ledger, numbering: Numbering) -> None:
        super().__init__()
        self._before = before.answers
        self._numbering = numbering

    def __missing__(self, number: int) -> int:
        found = self[number] = self._numbering.number(*self._before[number])
        return found


def within(old: Trace, again: Mapping[int, int] | Sequence[int]) -> list[int]:
    """The questions that the main part of a page has to do with, whose answers are what they were."""
    return [again[number] for number in old.reads if number not in old.apart]
