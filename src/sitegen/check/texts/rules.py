"""Every rule of texts, in the order in which they are applied."""

from collections.abc import Collection, Iterator

from sitegen.check.texts.counts import member_counts
from sitegen.check.texts.known import Known
from sitegen.check.texts.names import acronyms, forms_of_people, repeated_names, variants, wrong_forms
from sitegen.check.texts.pages import (
    downloads_without_file,
    empty_sections,
    future_of_past,
    mixed_spelling,
    short_first_lines,
)
from sitegen.check.texts.passage import Finding, Found, Passage, Piece
from sitegen.check.texts.plain import Plain, plain
from sitegen.check.texts.typography import chinese_punctuation, dashes, no_break_spaces
from sitegen.check.texts.wording import (
    brackets,
    doubled,
    glued,
    link_words,
    other_language,
    template_syntax,
    too_long,
    unfinished,
)

CODES = {
    "E-BRACKET": "A bracket or quotation mark is opened and never closed.",
    "E-LINK-TEXT": "The words of a link do not say what it leads to.",
    "E-SECTION-EMPTY": "Nothing stands below a heading.",
    "W-ACRONYM": "An acronym is spelt out nowhere.",
    "W-COUNT": "A number of members is not that of the data.",
    "W-DASH": "A hyphen stands for a dash.",
    "W-DL-TARGET": "News offer a download and attach none.",
    "W-DOUBLE-SPACE": "Two spaces stand in a row.",
    "W-GLUE": "Two words stand without a space.",
    "W-LANG-RUN": "A sentence is in the other language.",
    "W-LONG": "A sentence or paragraph is too long.",
    "W-NAME-FORM": "A person is called by a name that the data do not have.",
    "W-NAME-REPEAT": "A person stands twice in one list.",
    "W-NAME-WRONG": "A form stands that the data list under `not:`.",
    "W-NBSP": "A no-break space stands where an ordinary one belongs.",
    "W-PUNCT-ZH": "Chinese has punctuation of English.",
    "W-SHORT-LINE": "A line of a few words stands before the first heading.",
    "W-SPELLING": "A page is spelt in two ways.",
    "W-TEMPLATE": "The syntax of templates would be printed.",
    "W-TENSE": "The future tense is about a past event.",
    "W-UNFINISHED": "A text breaks off.",
    "W-VARIANT": "A name is nearly another one.",
    "W-WORD-DUP": "A word stands twice.",
}
"""Each code with what it is about. Those that begin with E are errors, unless site.yaml says otherwise."""

REPAIRED = ("W-DASH", "W-DOUBLE-SPACE", "W-NAME-WRONG", "W-NBSP", "W-PUNCT-ZH")
"""Codes that can be certain of what is right, so that `check --fix` can put it there."""

_ROUNDS = 8
"""One repair may uncover another; a text that needs more than these is left to people."""

NO_PROSE = frozenset({"sort_key", "postcode", "prefix", "family_name", "given_name", "also_known_as"})
"""Last parts of fields whose words are checked for wrong forms of names alone."""


def check_passage(passage: Passage, known: Known) -> Iterator[Found]:
    """Everything wrong with the words of one page or record in one language; `W-DOUBLE-SPACE` is not among them,
    because words come here with their white space folded.
    """
    texts = [plain(piece.text) for piece in passage.pieces]
    for number, (piece, words) in enumerate(zip(passage.pieces, texts, strict=True)):
        following = passage.pieces[number + 1] if number + 1 < len(passage.pieces) else None
        continued = following.text if following and following.role == piece.role else ""
        for finding in check_piece(piece, words, passage, known, continued):
            yield Found(number, finding)
    yield from member_counts(passage, texts, known.counts)
    if passage.page is not None:
        yield from short_first_lines(passage, texts)
        yield from empty_sections(passage)
        yield from future_of_past(passage, texts)
        yield from mixed_spelling(passage, texts, known)
        yield from forms_of_people(passage, texts, known)
        yield from variants(passage, texts, known)
        yield from downloads_without_file(passage, texts)
        if passage.language.script == "latin":
            yield from acronyms(passage, texts, known)


def check_piece(piece: Piece, words: Plain, passage: Passage, known: Known, continued: str) -> Iterator[Finding]:
    """Everything wrong with one text by itself; `continued` is the text behind it, if that is of the same kind."""
    yield from wrong_forms(words, known)
    if piece.role.rpartition("/")[2] in NO_PROSE:
        return
    language, role = passage.language, piece.role.rpartition("/")[2]
    yield from no_break_spaces(words)
    if language.script == "han":
        yield from chinese_punctuation(words)
    else:
        yield from dashes(words)
    yield from template_syntax(words)
    yield from link_words(words)
    yield from brackets(words, following=continued)
    yield from doubled(words)
    yield from glued(words, language, known.words)
    yield from other_language(words, language)
    yield from unfinished(words, role)
    yield from too_long(words, role, language)
    if language.script == "latin":
        yield from repeated_names(words)


def repairable(role: str, words: Plain, script: str, known: Known) -> Iterator[Finding]:
    """Those findings of one text for which it is certain what is right."""
    found = [*wrong_forms(words, known)]
    if role.rpartition("/")[2] not in NO_PROSE:
        found += no_break_spaces(words)
        found += chinese_punctuation(words) if script == "han" else dashes(words)
    return (finding for finding in found if finding.repair is not None)


def repaired(text: str, role: str, script: str, known: Known, codes: Collection[str] = REPAIRED) -> str:
    """The text with all that is certain put right; as it is where no end of that is in sight."""
    before = text
    for _ in range(_ROUNDS):
        found = [one for one in repairable(role, plain(text), script, known) if one.code in codes]
        if not found:
            return text
        end = len(text) + 1
        for one in sorted(found, key=lambda one: (one.start, one.end), reverse=True):
            if one.end <= end and one.repair is not None:
                text, end = text[:one.start] + one.repair + text[one.end:], one.start
    return before
