"""The catalogue of what sitegen says: every sentence of the code as a pattern, for those who translate the program.

`make messages` writes src/sitegen/language/sitegen.pot and brings the translations beside it up to date.
"""

import ast
import io
import re
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "sitegen"
LANGUAGES = PACKAGE / "language"

SILENT = re.compile(
    r"render/(?!faults|environment|interface|questions)|translation/facts/(?!coverage|wording|spreadsheet|parity|prose)"
    r"|translation/extraction|wordpress/languages|commands/(forms|starter)|content/(json_schemas|examples)"
    r"|site/headers|disk/(toolchain|parsed)|serve/responses|check/texts/tables"
)
"""Modules whose words go into files, or are looked for in texts, and are said to nobody."""

UNSAID_CALLS = {
    "compile", "match", "fullmatch", "search", "sub", "split", "findall", "finditer", "replace", "removeprefix",
    "removesuffix", "startswith", "endswith", "strip", "encode", "strftime", "execute", "executescript", "_select",
    "_change", "setdefault", "lap", "_words", "_cells", "write", "writeline", "isinstance", "getattr",
    "state_file",
}  # fmt: skip
"""What these are called with is a pattern, a query, a key or a word to look for."""

UNSAID_NAMES = {"CODES", "_SENTENCE"}
"""What is written for the reference alone, or into new files."""

UNSAID = re.compile(
    r"</|<[a-z{}]+ [a-z-]+=\"|class=\"|^\s*<[a-z!]+|/\S+; charset=|^HEAD /|^recipe |^[A-Z]+ [A-Z]+ |^https?://\S+$|^::"
    r"|^Words only: |^Translate the text here|^So far: $|^Not translated so far|^title: \{\}|link check|^all \{"
    r"|^sitegen [a-z0-9]+ |^[a-z_]+: (\[[^]]*\]|\{.*\}|\S*)$|^ *[\"{]\S*: \{\}$|^\{[a-zA-Z-]+: |^\{\}:\{\} in \{\}$"
    r"|^\n[a-z ]+\n|^# What was|^Our network$|^\"Some words\"$|^\{\} \(\{\}, \{\}\)"
)
"""Markup, code to paste, and words of files."""

UNSHOWN = ("AssertionError", "RuntimeError", "AttributeError", "FileNotFoundError", "sqlite3.DatabaseError")
"""Exceptions that only programmers read."""

COUNTS = {"_count"}
"""Functions that count a noun: `_count(number, "page")`."""

SYSTEM = (
    "Permission denied", "No space left on device", "No such file or directory", "Is a directory", "Not a directory",
    "File exists", "Input/output error", "Read-only file system", "File name too long", "Too many open files",
    "Directory not empty", "Connection refused", "Address already in use", "Too many levels of symbolic links",
)  # fmt: skip
"""What the system says of a file, on every system in these words."""

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December")
"""As dates are read back to whoever typed them: `3 April`, and alone."""

FURTHER = (
    "help", "error", "warning", "waived", "page", "person", "organisation", "member", "event", "place", "series",
    "topic", "fresh", "stale", "missing", "unrecorded", "revised", "orphan", "draft", "scheduled",
    "required", "Usage", "Options", "Commands", "Show this message and exit.", "Show the version and exit.",
    "Missing argument {name}.", "Missing option {name}.", "Missing command.", "No such option {name}.",
    "No such option {name}. Did you mean {near}?", "No such option {name}. (Possible options: {near})",
    "No such command {name}.", "No such command {name}. Did you mean {near}?", "Option {name} requires an argument.",
    "Option {name} requires {number} arguments.", "Option {name} does not take a value.",
    "Got unexpected extra argument ({value})", "Got unexpected extra arguments ({value})",
    *(f"Invalid value for {{name}}: {problem}" for problem in (
        "{value} is not one of {choices}.", "{value} is not a valid integer.", "{value} is not a valid integer range.",
        "{value} is not a valid float.", "{value} is not a valid float range.", "{value} is not in the range {range}.",
        "File {path} does not exist.", "Directory {path} does not exist.", "File {path} is a directory.",
        "Directory {path} is a file.", "File {path} is not readable.", "Directory {path} is not readable.", "{problem}",
    )),
    "Missing argument {name}. Choose from: {choices}", "Missing option {name}. Choose from: {choices}",
    "link", "image", "script", "preview", "file", "picture", "reading", "writing", "locking", "making", "removing",
    "opening", "copying", "publishing",
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    *(f"{day}{month}" for day in ("", "{number} ") for month in MONTHS),
    "Correction", "Status note", "Registration", "Address", "Speaker", "Role", "Document", "Session", "News",
    "Publication", "Membership", "Policy", "translation", "TimelineEntry", "FooterLink", "Press", "anything",
    "{number} more", "would write {path}", "would remove {path}", "wrote {path}", "removed {path}", "(nothing)",
    "{number} error", "{number} errors", "{number} warning", "{number} warnings", ": ",
    *(f"{problem}{path}" for path in ("", ": {path}") for problem in SYSTEM),
)  # fmt: skip
"""Single words that stand in sentences, what click says, and the system."""

_SPEECH = re.compile(
    r"[A-Za-z’'>)\"”}%…]{2,}[,;:.—–]? +[\"“(\[]?[a-z{0-9]|\b[a-z]{2,}[,;:.]? +[\"“(\[]?[A-Z{]|\} [a-z]{2,}|\w\w\.$"
    r"|^an? [a-z]|^(Write|Type|Add|Use|rename|title:|changed:) "
)
_MARK = "\0"
"""Stands on both sides of a hole's expression while a sentence is put together, for people write braces, too."""
_MOST_FORMS = 16
_HOLE = re.compile(r"\{[a-z][a-z0-9]*\}")
_HEADER = """What sitegen says to those who use it.

{name} stands for a value and must be kept; a translation may put the values in another order."""


def main() -> None:
    """Write the template, and bring each translation up to date with it."""
    template = template_of(PACKAGE)
    (LANGUAGES / "sitegen.pot").write_bytes(as_po(template))
    for path in sorted(LANGUAGES.glob("*/sitegen.po")):
        path.write_bytes(updated(path.read_bytes(), template))


@cache
def in_chinese() -> dict[str, str]:
    """What stands in the Chinese catalogue by what it translates, for pages that are made from the program."""
    with (LANGUAGES / "zh_Hans" / "sitegen.po").open("rb") as file:
        return {str(entry.id): str(entry.string) for entry in read_po(file) if entry.id}


def shape(pattern: str) -> str:
    """A pattern whatever its holes are called."""
    return _HOLE.sub("{}", pattern)


def forms_of(node: ast.AST) -> list[str]:
    """What an expression may say to a person, in each of its forms; nothing where it is no sentence."""
    return [form for form in _forms(node) if _is_said(form)] if _is_text(node) or _is_choice(node) else []


def template_of(package: Path) -> Catalog:
    """Every sentence of the program once, in the order of the modules."""
    template = Catalog(project="sitegen", header_comment=_HEADER, charset="utf-8", fuzzy=False)
    shapes: dict[str, str] = {}
    paths = [*package.rglob("*.py"), *package.glob("serve/assets/*.js")]
    for path in sorted(paths, key=lambda each: each.relative_to(package).as_posix()):
        name = path.relative_to(package).as_posix()
        if SILENT.match(name):
            continue
        source = path.read_bytes()
        for sentence in sentences(source.decode()) if path.suffix == ".py" else script_sentences(source):
            # "Write {right}" and "Write {near}" are one sentence.
            known = shapes.setdefault(shape(sentence), sentence)
            template.add(known, locations=[(name, 0)])
    for word in FURTHER:
        template.add(word)
    return template


def updated(data: bytes, template: Catalog) -> bytes:
    """A translation with the sentences of today, and what was translated of them.

    No likeness is guessed: a wrong translation is worse than English.
    """
    catalogue = read_po(io.BytesIO(data))
    catalogue.update(template, no_fuzzy_matching=True, update_header_comment=False)
    return as_po(catalogue)


def as_po(catalogue: Catalog) -> bytes:
    """As written to the disk: the same bytes on any day and by any release of Babel."""
    for message in catalogue:
        # Babel takes braces for Python's; here they may be YAML's as well.
        message.flags -= {"python-brace-format", "python-format"}
    stream = io.BytesIO()
    write_po(stream, catalogue, width=100, ignore_obsolete=True, include_lineno=False, omit_header=True)
    comment = "\n".join(f"# {line}".rstrip() for line in catalogue.header_comment.strip("# \n").split("\n"))
    comment = re.sub("(?m)^# #", "#", comment)
    language = "zh_CN" if catalogue.locale else ""
    header = (
        f'{comment}\nmsgid ""\nmsgstr ""\n"Project-Id-Version: sitegen\\n"\n"Language: {language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return header.encode() + stream.getvalue().lstrip(b"\n")


def sentences(source: str) -> Iterator[str]:
    """The patterns of everything in a module that may be said to a person, in order, each once."""
    tree = ast.parse(source)
    forms = (*_command_help(tree), *_of(tree))
    yield from dict.fromkeys((*(pattern_of(form) for form in forms if _is_said(form)), *map(pattern_of, _told(tree))))


def _told(tree: ast.Module) -> Iterator[str]:
    """What stands between the brackets of said(…), single words too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "said" and node.args:
            yield from _forms(node.args[0]) if _is_text(node.args[0]) else ()


def script_sentences(source: bytes) -> Iterator[str]:
    """What a script of the preview says by said("…")."""
    options = {"parse_template_string": True}
    for _, text, _, _ in extract("javascript", io.BytesIO(source), keywords={"said": None}, options=options):
        yield str(text)


def _command_help(tree: ast.Module) -> Iterator[str]:
    """The docstrings of commands, by paragraphs, as they are wrapped anew for the terminal."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and any(
            re.match(r"(sitegen|i18n|click)\.(command|group)", ast.unparse(each)) for each in node.decorator_list
        ):
            paragraphs = (ast.get_docstring(node) or "").split("\n\n")
            yield from (" ".join(each.split()) for each in paragraphs)


def _of(node: ast.AST) -> Iterator[str]:
    """Every form of every text in a node that may be said, and of what stands in its holes."""
    if _is_text(node):
        yield from _forms(node)
        for hole in _holes(node):
            yield from _of(hole)
        return
    for child in _parts(node):
        yield from _of(child)


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a node in which something may be said: not docstrings, annotations, tests and keys."""
    if isinstance(node, ast.Call):
        yield from _given(node)
    elif isinstance(node, ast.Dict):
        yield from node.values
    elif not _is_silent(node):
        unsaid = [getattr(node, name, None) for name in ("annotation", "returns", "slice", "pattern")]
        yield from (each for each in ast.iter_child_nodes(node) if not any(each is one for one in unsaid))


def _is_silent(node: ast.AST) -> bool:
    if isinstance(node, ast.Raise):
        return ast.unparse(node).removeprefix("raise ").startswith(UNSHOWN)
    if isinstance(node, ast.Assign):
        return ast.unparse(node.targets[0]) in UNSAID_NAMES
    is_docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_docstring or isinstance(node, ast.Compare | ast.Assert)


def _given(call: ast.Call) -> Iterator[ast.AST]:
    """What a call is given and may say; of a field its description, which is in the reference, and its help."""
    name = ast.unparse(call.func).rpartition(".")[2]
    if isinstance(call.func, ast.Attribute):
        yield call.func.value
    if name in {"field", "_record_fields"}:
        yield from (each.value for each in call.keywords if each.arg in ("help", "names"))
        yield from call.args[1:]
    elif name in COUNTS and isinstance(call.args[1], ast.Constant):
        yield from (ast.parse(f"f'{{number}} {call.args[1].value!s}{end}'") for end in ("", "s"))
    elif name not in UNSAID_CALLS:
        yield from call.args
        yield from (each.value for each in call.keywords)


def _is_text(node: ast.AST) -> bool:
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return _is_text(node.left) or _is_text(node.right)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def _is_choice(node: ast.AST) -> bool:
    return isinstance(node, ast.IfExp) and any(_is_text(one) or _is_choice(one) for one in (node.body, node.orelse))


def _forms(node: ast.AST) -> list[str]:
    """A text with each choice taken: "1 page" and "{number} pages"."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return _joined([_forms(each) for each in node.values], node)
    if isinstance(node, ast.BinOp) and _is_text(node):
        return _joined([_forms(node.left), _forms(node.right)], node)
    if isinstance(node, ast.FormattedValue):
        return _forms(node.value)
    if isinstance(node, ast.IfExp) and _is_choice(node):
        return list(dict.fromkeys(_forms(node.body) + _forms(node.orelse)))
    return [f"{_MARK}{ast.unparse(node)}{_MARK}"]


def _joined(parts: list[list[str]], node: ast.AST) -> list[str]:
    """Every choice with every other. Raises ValueError where they are so many that nobody could translate them."""
    forms = ["".join(each) for each in product(*parts)]
    if len(forms) > _MOST_FORMS:
        raise ValueError(f"{len(forms)} forms of one sentence: {ast.unparse(node)}")
    return forms


def _holes(node: ast.AST) -> Iterator[ast.AST]:
    """The expressions in the holes of a text, and the conditions of its choices."""
    if isinstance(node, ast.JoinedStr):
        for each in node.values:
            yield from _holes(each)
    elif isinstance(node, ast.FormattedValue):
        yield from _holes(node.value)
    elif isinstance(node, ast.BinOp) and _is_text(node):
        yield from (*_holes(node.left), *_holes(node.right))
    elif _is_choice(node):
        assert isinstance(node, ast.IfExp)
        yield from (*_holes(node.body), *_holes(node.orelse))
    elif not isinstance(node, ast.Constant):
        yield node


def _is_said(form: str) -> bool:
    plain = re.sub(f"{_MARK}[^{_MARK}]*{_MARK}", "{}", form)
    return bool(_SPEECH.search(plain)) and not UNSAID.search(plain)


def pattern_of(form: str) -> str:
    """A text as translators see it, with {name} for each hole."""
    names: dict[str, str] = {}
    pieces = form.split(_MARK)
    for expression in pieces[1::2]:
        if expression not in names:
            names[expression] = _unused(_name(expression), set(names.values()))
    said = "".join(f"{{{names[each]}}}" if at % 2 else each for at, each in enumerate(pieces))
    # str.format() fills those.
    return said.replace("{}", "{value}")


def _unused(name: str, taken: set[str]) -> str:
    return next(each for each in (name, *(f"{name}{number}" for number in range(2, 20))) if each not in taken)


def _name(expression: str) -> str:
    """A word for what an expression gives: of shown(path) and page.path, path."""
    node: ast.AST = ast.parse(expression, mode="eval").body
    while not isinstance(node, ast.Name | ast.Attribute | ast.Constant):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"len", "sum", "round", "max"}:
            return "number"
        inner = _inner(node)
        if inner is None:
            return "value"
        node = inner
    word = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else "value"
    return re.sub(r"[^a-z0-9]|^[0-9]+", "", word.lower()) or "value"


def _inner(node: ast.AST) -> ast.AST | None:
    """The part of an expression that says best what it gives."""
    if isinstance(node, ast.Call):
        given = [each for each in node.args if not isinstance(each, ast.Constant)]
        return given[0] if given else node.func.value if isinstance(node.func, ast.Attribute) else node.func
    if isinstance(node, ast.Subscript | ast.Starred):
        return node.value
    if isinstance(node, ast.BinOp):
        return node.left
    if isinstance(node, ast.BoolOp):
        return node.values[0]
    if isinstance(node, ast.GeneratorExp | ast.ListComp):
        return node.generators[0].iter
    return node.body if isinstance(node, ast.IfExp) else None


if __name__ == "__main__":
    main()
