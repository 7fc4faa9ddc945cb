"""Pictures on their way into the tree: measured once, and made into renditions where these are not known yet."""

from collections.abc import Iterable, Iterator

import msgspec
from msgspec.structs import replace

from sitegen import workers
from sitegen.diagnostics import Diagnostic
from sitegen.disk.cards import draw
from sitegen.disk.picture_store import PictureStore
from sitegen.disk.pictures import encoders, make
from sitegen.disk.sources import Scan
from sitegen.model import Artifact, CardText, KeptFile, Rendered, Rendition, Request, Value
from sitegen.tracing import digest


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


class Drawing(Value, frozen=True):
    """A card to be drawn."""

    font: str
    text: CardText


def draw_cards(
    printed: Iterable[tuple[Artifact, Rendered]], sources: Scan, store: PictureStore, request: Request
) -> Iterator[Rendered]:
    """Every card of which the words are printed, as a picture."""
    todo: list[tuple[Rendered, str]] = []
    for artifact, words in printed:
        key = digest((words.digest, artifact.digest, encoders()))
        known = None if request.clean else store.find(key)
        if known is None:
            todo.append((words, key))
        else:
            yield replace(words, data=known[0], digest=known[1], size=known[0].size)
    font = sources.locations[artifact.source] if todo else ""
    drawings = [Drawing(font=font, text=_words(words.data)) for words, _ in todo]
    crew = min(request.jobs or workers.usable_cores(), len(todo))
    made = workers.run(_draw, drawings, shared=None, jobs=crew or 1, name=str, batch=8)
    for (words, key), data in zip(todo, made, strict=True):
        kept, told = store.keep(key, data)
        yield replace(words, data=kept, digest=told, size=len(data))


def _words(data: bytes | KeptFile) -> CardText:
    if isinstance(data, KeptFile):
        with open(data.location, "rb") as stream:
            data = stream.read()
    return msgspec.json.decode(data, type=CardText)


def _draw(_: None, drawing: Drawing) -> bytes:
    return draw(drawing.font, drawing.text)


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
