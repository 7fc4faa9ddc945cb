"""What the functions take that run for every page, on the demonstration site.

Not part of the tests: nothing here can fail by being slow.
"""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sitegen import quick
from sitegen.build import Assembled, ask, build
from sitegen.check.rules import check_site
from sitegen.content.decoding import decode
from sitegen.content.yaml import read_yaml
from sitegen.disk.sources import read
from sitegen.model import Artifact, EventFacts, Request
from sitegen.render.locale import formats
from sitegen.site.plan import plan
from sitegen.site.queries import answer
from sitegen.stages import Workshop, parse_source, render_artifact
from sitegen.tracing import digest

Benchmark = Callable[..., Any]
"""Calls a function with arguments many times and answers its result."""

REPOSITORY = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
PARTS = ("site.yaml", "content", "templates", "translations")


@pytest.fixture(scope="module")
def request_(tmp_path_factory: pytest.TempPathFactory) -> Request:
    """The demonstration site in a folder of its own."""
    project = tmp_path_factory.mktemp("demonstration")
    for name in PARTS:
        copy = shutil.copytree if (REPOSITORY / name).is_dir() else shutil.copy2
        copy(REPOSITORY / name, project / name)
    return Request(project=str(project), output=str(project / "build"), now=NOW, clean=True)


@pytest.fixture(scope="module")
def assembled(request_: Request) -> Assembled:
    """The site with everything parsed in memory."""
    found: list[Assembled] = []
    report, _ = ask(request_, lambda site: found.append(site) or "")  # type: ignore[func-returns-value]
    assert report.exit == 0, report.diagnostics
    return found[0]


@pytest.fixture(scope="module")
def workshop(assembled: Assembled) -> Workshop:
    """Ready to render, with templates compiled and what all pages ask answered."""
    made = Workshop(assembled.site, assembled.bodies)
    for artifact in plan(assembled.site):
        if artifact.kind != "copy":
            render_artifact(made, artifact)
    return made


def longest(assembled: Assembled, code: str) -> str:
    """The largest file of an event in that language."""
    stamps = assembled.sources.stamps
    named = [path for path in stamps if path.startswith("content/events/") and path.endswith(f".{code}.md")]
    return max(named, key=lambda path: (stamps[path].size, path))


def artifact_of(assembled: Assembled, *subject: str | int) -> Artifact:
    """The English artifact about that."""
    return next(one for one in plan(assembled.site) if one.subject == subject and one.language == "en")


@pytest.mark.parametrize("code", ["en", "zh"])
def test_parse_an_event(benchmark: Benchmark, assembled: Assembled, code: str) -> None:
    source = read(assembled.sources, longest(assembled, code))
    assert benchmark(parse_source, assembled.site.config.languages, source).document


def test_read_front_matter(benchmark: Benchmark, assembled: Assembled) -> None:
    path = longest(assembled, "en")
    text, _ = decode(read(assembled.sources, path))
    front = text.split("---\n")[1]
    assert benchmark(read_yaml, front, path=path)[0] is not None


def test_render_an_event(benchmark: Benchmark, assembled: Assembled, workshop: Workshop) -> None:
    identity = longest(assembled, "en").removesuffix("/index.en.md").removesuffix(".en.md")
    assert benchmark(render_artifact, workshop, artifact_of(assembled, "page", identity)).data


def test_render_a_list(benchmark: Benchmark, assembled: Assembled, workshop: Workshop) -> None:
    assert benchmark(render_artifact, workshop, artifact_of(assembled, "listing", "events", 1)).data


@pytest.mark.parametrize("question", ["card", "related", "page"])
def test_answer_about_an_event(benchmark: Benchmark, assembled: Assembled, question: str) -> None:
    identity = next(iter(sorted(assembled.site.states)))
    assert benchmark(answer, assembled.site, (question, "en", identity)) is not None


def test_digest_of_an_answer(benchmark: Benchmark, assembled: Assembled) -> None:
    assert benchmark(digest, answer(assembled.site, ("events", "en", 1)))


@pytest.mark.parametrize("locale", ["en_GB", "zh_Hans_CN"])
def test_print_dates(benchmark: Benchmark, assembled: Assembled, locale: str) -> None:
    facts = [page.facts for page in assembled.site.pages.values() if isinstance(page.facts, EventFacts)]
    dates = formats(locale).dates
    # Without what is remembered of dates that were printed before.
    benchmark(lambda: [dates.when.__wrapped__(one.start, one.end) for one in facts])


def test_assemble_the_site(benchmark: Benchmark, request_: Request, assembled: Assembled) -> None:
    """Reading and parsing included: all that comes before the first page is rendered."""
    benchmark(ask, request_, lambda site: "")


def test_rules(benchmark: Benchmark, assembled: Assembled) -> None:
    benchmark(lambda: list(check_site(assembled.site)))


def test_plan(benchmark: Benchmark, assembled: Assembled) -> None:
    assert benchmark(plan, assembled.site)


def test_build_that_changes_nothing(benchmark: Benchmark, request_: Request) -> None:
    """Without the quick look that mostly saves it."""
    again = Request(project=request_.project, output=request_.output, now=NOW)
    assert build(again).exit == 0
    assert benchmark(build, again).rendered == 0


def test_quick_look(benchmark: Benchmark, request_: Request) -> None:
    again = Request(project=request_.project, output=request_.output, now=NOW)
    assert build(again).exit == 0
    if benchmark(quick.unchanged, again) is None:
        pytest.skip("the copy is less than two seconds old, and so nothing is believed of it")
