"""The texts of templates, pages and data as `pybabel extract` asks for them: the very messages of our catalogues.

Babel knows these by their entry points, sitegen_templates, sitegen_markdown and sitegen_yaml.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from sitegen.content.config import parse_config
from sitegen.content.decoding import decode
from sitegen.content.documents import parse_document
from sitegen.content.front_matter import split
from sitegen.content.locate import find, read_tree
from sitegen.content.records import parse_data
from sitegen.content.translator_comments import remarks_in_body, remarks_in_yaml
from sitegen.diagnostics import Diagnostic
from sitegen.document_paths import CONFIG
from sitegen.model import Language, Source, Template
from sitegen.site.translations import SITE, data_identity, record_identity
from sitegen.translation.extraction import SourceText, body_texts, extract_texts, field_texts, messages
from sitegen.translation.fields import Texts, all_texts

_WITHOUT_UNITS = frozenset({"glossary"})
"""Data files whose texts are given in every language or in none."""

_Found = tuple[int, str, str | tuple[str, ...], list[str]]
"""What Babel is told of a message: line, the function it would be given to, its arguments, comments."""


class ExtractionError(Exception):
    """A file whose texts cannot be told because of a mistake in it."""

    def __init__(self, problem: Diagnostic) -> None:
        super().__init__(f"{problem.path}:{problem.line}:{problem.column}: {problem.message}")


# ---- the texts of a file ---------------------------------------------------------------------------------------------


def page_texts(source: Source, languages: tuple[Language, ...]) -> list[SourceText]:
    """The texts of a Markdown file in its own language, which of several is the first: front matter, then body."""
    parsed = parse_document(source, languages)
    _refuse(parsed.diagnostics)
    if parsed.document is None or parsed.body is None:
        return []
    document = parsed.document
    text, _ = decode(source)
    front = split(text)
    fields = _fields(document.facts, document.language, text, source.path)
    return [
        *field_texts(document.identity, source.path, fields, remarks_in_yaml(front.yaml, front.yaml_line)),
        *body_texts(document.identity, source.path, parsed.body.units, remarks_in_body(front.body, front.body_line)),
    ]


def record_texts(source: Source, languages: tuple[Language, ...], *, target: str = "") -> list[SourceText]:
    """The texts of a data file or site.yaml in the first language, less those given in the target language too."""
    text, _ = decode(source)
    remarks = remarks_in_yaml(text)
    found: list[SourceText] = []
    codes = tuple(language.code for language in languages)
    fields = [(identity, field) for identity, owner in _owners(source, languages)
              for field in _fields(owner, codes[0], text, source.path, target=target, codes=codes)]
    # Remarks belong to the next text of the file, whichever record has it.
    placed = field_texts("", source.path, (field for _, field in fields), remarks)
    found.extend(each._replace(identity=identity) for (identity, _), each in zip(fields, placed, strict=True))
    return found


def _owners(source: Source, languages: tuple[Language, ...]) -> list[tuple[str, Texts]]:
    """What has texts in a data file or in site.yaml, each with its identity."""
    if source.path == CONFIG:
        config, problems = parse_config(source)
        _refuse(problems)
        return [(SITE, config)] if config else []
    parsed = parse_data(source, languages)
    _refuse(parsed.diagnostics)
    if parsed.data is not None:
        return [(data_identity(parsed.data), parsed.data)]
    if parsed.records is None or parsed.records.kind in _WITHOUT_UNITS:
        return []
    return [(record_identity(record), record) for record in parsed.records.records]


def _fields(owner: Texts, language: str, text: str, path: str, *, target: str = "",
            codes: tuple[str, ...] = ()) -> Iterator[tuple[str, str, int]]:
    """Role, words and line of each text."""
    tree = None
    for role, field, words in all_texts(owner, codes):
        if words.get(language) and not (target and words.get(target)):
            tree = tree or read_tree(text, path=path)
            yield role, words[language], find(tree, field=f"{field}.{language}", missing=False)[0]


def _refuse(problems: Iterable[Diagnostic]) -> None:
    problem = next((problem for problem in problems if problem.severity == "error"), None)
    if problem is not None:
        raise ExtractionError(problem)


# ---- for Babel -------------------------------------------------------------------------------------------------------


def babel_templates(file: BinaryIO, keywords: Collection[str], comment_tags: Collection[str],
                    options: Mapping[str, str]) -> Iterator[_Found]:
    """What a template says with `_`, `_n` and `_p`, whichever keywords Babel was given."""
    template = Template(name=file.name, text=file.read().decode("utf-8-sig"), path=file.name)
    for text in extract_texts([template]):
        arguments = [argument for argument in (text.context, text.text, text.plural) if argument]
        function = {(False, False): "gettext", (False, True): "ngettext", (True, False): "pgettext",
                    (True, True): "npgettext"}[bool(text.context), bool(text.plural)]
        yield text.line, function, tuple(arguments), list(text.comments)


def babel_markdown(file: BinaryIO, keywords: Collection[str], comment_tags: Collection[str],
                   options: Mapping[str, str]) -> Iterator[_Found]:
    """The texts of a page. Option `source`: only files in that language; default the site's first."""
    source, languages = _read(file)
    texts = page_texts(source, languages)
    wanted = options.get("source", languages[0].code)
    document = parse_document(source, languages).document
    return _found(texts if document and document.language == wanted else [])


def babel_yaml(file: BinaryIO, keywords: Collection[str], comment_tags: Collection[str],
               options: Mapping[str, str]) -> Iterator[_Found]:
    """The texts of a data file. Option `target`: without those given in that language too."""
    source, languages = _read(file)
    return _found(record_texts(source, languages, target=options.get("target", "")))


def _found(texts: Iterable[SourceText]) -> Iterator[_Found]:
    for message in messages(texts):
        comments = list(message.comments)
        for _, line in message.places:
            yield line, "pgettext", (message.context, message.text), comments


def _read(file: BinaryIO) -> tuple[Source, tuple[Language, ...]]:
    """The file as a source of the site it lies in, and that site's languages."""
    path = Path(file.name).resolve()
    root = next((folder for folder in path.parents if (folder / "site.yaml").is_file()), None)
    if root is None:
        raise FileNotFoundError(f"{file.name}: no site.yaml in the folders above it")
    data = (root / "site.yaml").read_bytes()
    config, problems = parse_config(Source(path="site.yaml", digest="", size=len(data), data=data))
    _refuse(problems)
    if config is None:
        return _source(path.relative_to(root).as_posix(), b""), ()
    return _source(path.relative_to(root).as_posix(), file.read()), config.languages


def _source(path: str, data: bytes) -> Source:
    return Source(path=path, digest="", size=len(data), data=data)
