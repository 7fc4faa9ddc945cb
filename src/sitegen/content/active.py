"""Files beside a page that a browser would run: refused, because content is untrusted."""


from sitegen.diagnostics import Diagnostic, error
from sitegen.model import Parsed, Source
from sitegen.scripts import compiled

PROGRAMS = (".html", ".htm", ".xhtml", ".xht", ".shtml", ".js", ".mjs", ".cjs", ".wasm", ".swf", ".xml", ".xsl")
"""Endings of files that a browser opens as a page of this site, or as a program of it."""

_ELEMENTS = frozenset({"script", "foreignobject", "iframe", "embed", "object", "handler", "set", "animate", "use"})
_LOCAL = r"#|data:image/(?:png|jpeg|gif|webp);base64,"
_OUTSIDE = r"(?i)@import|url\(\s*['\"]?(?!#)[^)]|expression\(|javascript:"


def is_active(path: str) -> bool:
    """Whether a file in a page's folder has to be looked into before it is published."""
    return path.lower().endswith((*PROGRAMS, ".svg"))


def parse_active(source: Source) -> Parsed:
    """Nothing but what is wrong with the file."""
    if source.path.lower().endswith(".svg"):
        return Parsed(diagnostics=_Drawing(source).faults())
    ending = source.path.rpartition(".")[2]
    return Parsed(diagnostics=(error(
        "E-FILE-ACTIVE", f"A browser would run this .{ending} file as part of the site, so it is not published.",
        "Write the page in Markdown, or offer the file packed as .zip.", path=source.path, line=1, column=1),))


class _Refused(Exception):
    """There is no need to read on."""


class _Drawing:
    """Reads an SVG drawing once and notes what in it could run or fetch something."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._found: list[Diagnostic] = []
        self._inside: list[str] = []
        # Few builds read a drawing.
        from xml.parsers.expat import ExpatError, ParserCreate

        self._broken = ExpatError
        self._parser = ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._open
        self._parser.EndElementHandler = self._close
        self._parser.CharacterDataHandler = self._text
        self._parser.EntityDeclHandler = self._entity

    def faults(self) -> tuple[Diagnostic, ...]:
        """At most ten: the first says enough."""
        try:
            self._parser.Parse(self._source.data or b"", True)
        except _Refused:
            pass
        except (self._broken, ValueError):
            self._report("This is not a drawing that browsers can read.", "Export it again as SVG.")
        return tuple(self._found[:10])

    def _report(self, what: str, help: str) -> None:
        self._found.append(error("E-SVG", what, help, path=self._source.path, line=self._parser.CurrentLineNumber,
                                 column=self._parser.CurrentColumnNumber + 1))

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        element = _local_name(name)
        self._inside.append(element)
        if element in _ELEMENTS:
            self._report(f"The drawing contains <{name[:40]}>, which can run or fetch something.",
                         "Export it again as a plain SVG drawing, without scripts and animation.")
        for key, value in attributes.items():
            self._attribute(key[:40], _local_name(key), value.strip())

    def _attribute(self, shown: str, key: str, value: str) -> None:
        if key.startswith("on"):
            self._report(f"The drawing runs a script ({shown}).", f"Remove the attribute {shown}.")
        elif (key in ("href", "src") and not compiled(_LOCAL).match(value)) or compiled(_OUTSIDE).search(value):
            self._report(f"The drawing fetches or opens something else ({shown}).",
                         "Export it with everything in the file itself.")

    def _text(self, words: str) -> None:
        if self._inside[-1:] == ["style"] and compiled(_OUTSIDE).search(words):
            self._report("The drawing's style fetches something.", "Export it with everything in the file itself.")

    def _close(self, name: str) -> None:
        self._inside.pop()

    def _entity(self, *_: object) -> None:
        self._report("The drawing declares entities, which can grow without end.",
                     "Export it again as a plain SVG drawing.")
        raise _Refused


def _local_name(name: str) -> str:
    return name.rpartition(":")[2].lower()
