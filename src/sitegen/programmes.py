"""Programmes on their way into the tree: printed as HTML by the workers, made into PDF where that is not known yet."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from sitegen import workers
from sitegen.disk.picture_store import PictureStore
from sitegen.disk.sources import Scan
from sitegen.model import Artifact, KeptFile, Rendered, Request
from sitegen.paper import print_pdf, printers
from sitegen.tracing import digest


def make_programmes(
    printed: Iterable[tuple[Artifact, Rendered]], fonts: Sequence[str], sources: Scan, store: PictureStore,
    request: Request,
) -> Iterator[Rendered]:
    """Every programme of which the HTML is printed, as PDF; what could not be printed stays as it is.

    `fonts` are the project paths of those that come before the machine's.
    """
    todo: list[tuple[Rendered, str]] = []
    for artifact, html in printed:
        if not html.size:
            yield html
            continue
        key = digest((html.digest, artifact.digest, printers()))
        known = None if request.clean else store.find(key)
        if known is None:
            todo.append((html, key))
        else:
            yield replace(html, data=known[0], digest=known[1], size=known[0].size)
    crew = min(request.jobs or workers.usable_cores(), len(todo))
    texts = [_text(html.data) for html, _ in todo]
    places = tuple(sources.locations[path] for path in fonts)
    made = workers.run(_work, texts, shared=places, jobs=crew or 1, name=lambda _: "a programme", batch=1)
    for (html, key), data in zip(todo, made, strict=True):
        kept, told = store.keep(key, data)
        yield replace(html, data=kept, digest=told, size=len(data))


def _text(data: bytes | KeptFile) -> str:
    if isinstance(data, KeptFile):
        with open(data.location, "rb") as stream:
            data = stream.read()
    return data.decode()


def _work(fonts: tuple[str, ...], html: str) -> bytes:
    return print_pdf(html, fonts)
