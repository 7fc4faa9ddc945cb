"""Pictures on their way into the tree: measured once, and made into renditions where these are not known yet."""

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from sitegen import workers
from sitegen.diagnostics import Diagnostic
from sitegen.disk.picture_store import PictureStore
from sitegen.disk.pictures import make
from sitegen.disk.sources import Scan
from sitegen.model import Artifact, KeptFile, Rendered, Rendition, Request, Value


class Job(Value, frozen=True):
    """One picture, with all that is to be made of it: it is decoded once."""

    location: str
    path: str
    digest: str
    """Of the picture's bytes as they were when it was measured."""
    renditions: tuple[Rendition, ...]
    keys: tuple[str, ...]


class Made(Value, frozen=True):
    """What came of a job, in its order; nothing but the reason where it could not be done."""

    data: tuple[bytes, ...]
    diagnostics: tuple[Diagnostic, ...]


def make_pictures(
    wanted: Iterable[Artifact], sources: Scan, store: PictureStore, request: Request
) -> Iterator[Rendered]:
    """Every wanted picture; what the store knows is taken from there, unless the build is one from nothing."""
    by_key: dict[str, list[Artifact]] = {}
    for artifact in wanted:
        by_key.setdefault(artifact.digest, []).append(artifact)
    unknown: dict[str, list[Artifact]] = {}
    for key, artifacts in by_key.items():
        known = None if request.clean else store.find(key)
        if known is None:
            unknown.setdefault(artifacts[0].source, []).append(artifacts[0])
        else:
            yield from _rendered(artifacts, *known)
    todo = [_job(path, artifacts, sources) for path, artifacts in unknown.items()]
    crew = min(request.jobs or workers.usable_cores(), len(todo))
    for job, made in zip(todo, workers.run(_work, todo, shared=None, jobs=crew or 1, name=_path, batch=1), strict=True):
        for key, data in zip(job.keys, made.data or (b"",) * len(job.keys), strict=True):
            kept, told = store.keep(key, data) if data else (b"", "")
            for one in _rendered(by_key[key], kept, told):
                yield replace(one, diagnostics=made.diagnostics)


def _job(path: str, artifacts: list[Artifact], sources: Scan) -> Job:
    renditions = tuple(artifact.rendition for artifact in artifacts if artifact.rendition)
    return Job(location=sources.locations[path], path=path, digest=sources.stamps[path].digest, renditions=renditions,
               keys=tuple(artifact.digest for artifact in artifacts))


def _path(job: Job) -> str:
    return job.path


def _work(_: None, job: Job) -> Made:
    data, diagnostics = make(job.location, job.path, job.digest, job.renditions)
    return Made(data=tuple(data), diagnostics=diagnostics)


def _rendered(artifacts: Iterable[Artifact], data: bytes | KeptFile, told: str) -> Iterator[Rendered]:
    size = data.size if isinstance(data, KeptFile) else len(data)
    for artifact in artifacts:
        yield Rendered(path=artifact.path, data=data, digest=told, size=size, reads=())
