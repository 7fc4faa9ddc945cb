"""The two pure functions that worker processes run: parse one source, render one artifact."""

from typing import Any, Protocol

from sitegen.content.active import is_active, parse_active
from sitegen.content.decoding import decode
from sitegen.content.documents import parse_document
from sitegen.content.records import parse_data
from sitegen.model import Artifact, Body, Key, Language, Parsed, Rendered, Site, Source, Template
from sitegen.render.pages import Renderer
from sitegen.site.queries import answer
from sitegen.tracing import Answers, digest_bytes, track
from sitegen.translation.catalogues import parse_catalogue


def parse_source(languages: tuple[Language, ...], source: Source) -> Parsed:
    """What one text file says, with all that is wrong in it."""
    if source.path.endswith(".po"):
        return parse_catalogue(source)
    if source.path.startswith("templates/"):
        text, diagnostics = decode(source)
        name = source.path.removeprefix("templates/")
        return Parsed(template=Template(name=name, text=text, path=source.path), diagnostics=diagnostics)
    if is_active(source.path):
        return parse_active(source)
    if source.path.startswith("content/data/"):
        return parse_data(source, languages)
    return parse_document(source, languages)


class Bodies(Protocol):
    """Where bodies come from: this run's parsing, or what is remembered of an earlier one."""

    def body(self, path: str) -> Body:
        """The body of the document at that path."""


class Workshop:
    """The assembled site with everything needed to render its artifacts; cheap to hand to a worker."""

    def __init__(self, site: Site, bodies: Bodies) -> None:
        self.site = site
        self.bodies = bodies
        self._open()

    def _open(self) -> None:
        self.answers = Answers(self.ask, self.digest_of_body)
        self.renderer = Renderer(self.site.config.languages)

    def __getstate__(self) -> dict[str, Any]:
        return {"site": self.site, "bodies": self.bodies}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._open()

    def ask(self, key: Key) -> Any:
        """The answer to any question: bodies are fetched, the rest is computed from the site."""
        if key[0] == "body":
            return self.bodies.body(self.site.documents[str(key[1])].path)
        return answer(self.site, key)

    def digest_of_body(self, key: Key) -> str | None:
        """A body's digest is known without the body."""
        document = self.site.documents.get(str(key[1])) if key[0] == "body" else None
        return document.body_digest if document else None


def render_artifact(workshop: Workshop, artifact: Artifact) -> Rendered:
    """One artifact's bytes, and every question they came from."""
    fetch, reads = track(workshop.answers)
    data, diagnostics = workshop.renderer.render(artifact, fetch)
    return Rendered(path=artifact.path, data=data, digest=digest_bytes(data), reads=reads, diagnostics=diagnostics)
