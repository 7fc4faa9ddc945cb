"""Work done elsewhere comes back the same, or the build says why not; most of it with a cluster that is none."""

import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from story import Story
from test_cli import said

from sitegen import cluster
from sitegen.cluster import Crew, NotSent, Sent

HERE = "127.0.0.1:8786"


SHARED = "what is shared"


class Elsewhere(Executor):
    """Runs tasks when somebody waits for one, the last first, as a cluster may.

    Everything goes there and comes back as bytes, as over a network; what is shared goes once.
    """

    def __init__(self) -> None:
        self.tasks = 0
        self._waiting: list[tuple[Future[Any], bytes]] = []
        self._shared: Any = None

    def share(self, value: Any) -> str:
        """What stands for the value."""
        self._shared = pickle.loads(pickle.dumps(value))
        return SHARED

    def submit(self, task: Callable[..., Any], /, *arguments: Any, **named: Any) -> Future[Any]:
        """What will be the result, or will raise what was raised."""
        self.tasks += 1
        future = Awaited(self.work)
        self._waiting.append((future, pickle.dumps((task, arguments))))
        return future

    def work(self) -> None:
        """Do all that waits."""
        while self._waiting:
            future, sent = self._waiting.pop()
            task, arguments = pickle.loads(sent)
            try:
                result = task(*[self._shared if argument == SHARED else argument for argument in arguments])
                future.set_result(pickle.loads(pickle.dumps(result)))
            except Exception as problem:
                future.set_exception(problem)


class Awaited(Future[Any]):
    """Has the work done when it is asked for its result."""

    def __init__(self, work: Callable[[], None]) -> None:
        super().__init__()
        self._work = work

    def result(self, timeout: float | None = None) -> Any:
        """The result, or what was raised."""
        self._work()
        return super().result(timeout)


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


@pytest.fixture
def elsewhere(monkeypatch: pytest.MonkeyPatch) -> Elsewhere:
    """A cluster to which even the smallest site is worth sending."""
    executor = Elsewhere()

    @contextmanager
    def connected(address: str) -> Iterator[Crew]:
        assert address == HERE
        yield Crew(executor=executor, share=executor.share, size=1, lost=(ConnectionError,))

    monkeypatch.setattr(cluster, "dask", connected)
    monkeypatch.setattr(cluster, "find_spec", lambda name: name)
    monkeypatch.setattr(cluster, "WORTHWHILE", 1)
    monkeypatch.setattr(cluster, "BATCH", 3)
    return executor


def test_a_cluster_makes_the_same_bytes(story: Story, elsewhere: Elsewhere) -> None:
    story.must_build(clean=True)
    here = story.published()
    for name in ("build", ".sitegen"):
        story.delete(name)
    report = story.must_build(executor=HERE)
    assert story.published() == here
    assert elsewhere.tasks > report.rendered / 3


def test_an_edit_on_a_cluster_gives_what_a_clean_build_gives(story: Story, elsewhere: Elsewhere) -> None:
    story.must_build(executor=HERE)
    story.replace("content/about.zh.md", "title: ", "title: 新")
    assert story.must_build(executor=HERE).rendered > 0
    edited = story.published()
    story.must_build(clean=True)
    assert story.published() == edited


def test_little_work_is_done_here(story: Story, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster, "WORTHWHILE", 10_000)
    story.must_build(executor=HERE)
    assert elsewhere.tasks == 0


def test_what_asks_for_more_than_was_sent_is_rendered_here(
    story: Story, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NotSent):
        Sent().body("content/b.en.md")
    story.must_build()
    here = story.published()
    for name in ("build", ".sitegen"):
        story.delete(name)
    monkeypatch.setattr(cluster, "_bodies_for", lambda workshop, artifact: cluster._NOTHING)
    story.must_build(executor=HERE)
    assert story.published() == here


def test_a_worker_with_other_versions_is_not_trusted(
    story: Story, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    versions = count()
    monkeypatch.setattr(cluster, "toolchain", lambda: f"version {next(versions)}")
    report = story.build(executor=HERE)
    assert (report.exit, [problem.code for problem in report.diagnostics]) == (3, ["E-EXECUTOR"])
    assert "another sitegen, Python or library" in report.diagnostics[0].message


def test_a_lost_cluster_is_told_and_publishes_nothing(
    story: Story, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    story.must_build()
    before = story.published()
    story.replace("content/about.en.md", "title: ", "title: New ")

    def lose(*arguments: Any) -> None:
        raise ConnectionError("the line is dead")

    monkeypatch.setattr(cluster, "_run_there", lose)
    monkeypatch.setattr(elsewhere, "submit", lose)
    report = story.build(executor=HERE)
    assert (report.exit, [problem.code for problem in report.diagnostics]) == (3, ["E-EXECUTOR"])
    assert "ConnectionError: the line is dead" in report.diagnostics[0].message
    assert "dask worker 127.0.0.1:8786 --nthreads 1" in report.diagnostics[0].help
    assert story.published() == before


def test_a_mistake_in_the_site_is_told_as_ever(story: Story, elsewhere: Elsewhere) -> None:
    story.write("content/about.en.md", "---\n---\n")
    expected = story.build()
    assert expected.exit == 1
    assert story.build(executor=HERE).diagnostics == expected.diagnostics


def test_without_the_extra_the_build_says_what_to_install(
    story: Story, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda name: None)
    lines = said(capsys, story, "build", "--executor", "dask://localhost:8786", exit=3)
    assert lines[:2] == ["error[E-EXTRA]: --executor needs the extra dask, which is not installed.",
                         'help: Type: pip install "sitegen[dask]"']


@pytest.mark.parametrize("typed", ["localhost:8786", "dask://localhost", "dask://:8786", "dask://localhost:x"])
def test_an_address_that_is_none_is_refused(typed: str, story: Story, capsys: pytest.CaptureFixture[str]) -> None:
    from sitegen.cli import run

    assert run(["build", "--project", str(story.root), "--executor", typed]) == 2
    assert "Write dask://localhost:8786" in capsys.readouterr().err


def test_a_real_cluster_makes_the_same_bytes(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "WORTHWHILE", 1)
    story.must_build()
    here = story.published()
    for name in ("build", ".sitegen"):
        story.delete(name)
    with distributed.LocalCluster(n_workers=2, threads_per_worker=2, dashboard_address=None) as started:
        address = started.scheduler_address.removeprefix("tcp://")
        story.must_build(executor=address)
    assert story.published() == here
    monkeypatch.setattr(cluster, "CONNECT_SECONDS", 0.1)
    report = story.build(executor=address, clean=True)
    assert (report.exit, [problem.code for problem in report.diagnostics]) == (3, ["E-EXECUTOR"])
