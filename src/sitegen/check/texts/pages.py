"""What shows only on a page as a whole: its first lines, its sections, its tense, its spelling, its downloads."""

import re
from collections.abc import Iterator, Sequence

from sitegen.check.texts.known import Known
from sitegen.check.texts.passage import Finding, Found, Passage
from sitegen.check.texts.plain import OBJECT, Plain
from sitegen.check.texts.tables import DOWNLOADS, HYPHENATED, ISE, SPELLING_PAIRS
from sitegen.model import Body, Listing, NewsFacts, UnitStart, UnitText
from sitegen.scripts import HAN, han_count, word_count

FEW_WORDS = 4

_TAG = re.compile(r"<[^>]*>?|^[^<>]*>")
_FUTURE = re.compile(
    r"\b(?:will (?:(?:also|then|soon|again|all|jointly) )?(?:be (?:held|organi[sz]ed|placed|opened|closed|presented|"
    r"discussed|followed|given|hosted|streamed|recorded|published|announced|available|welcomed|invited|chaired|"
    r"moderated|launched|signed|joined|conducted|provided|offered|introduced|shown|divided|open)|take place|"
    r"bring together|explore|discuss|present|focus|welcome|speak|host|gather|introduce|examine|feature|join|begin|"
    r"start|conclude|include|address|cover)|(?:is|are) to be held)\b", re.IGNORECASE)
_FUTURE_HAN = re.compile(f"(?:将于|将在|将会|即将|将举|将邀|将围绕|将由|将有|将为|将就|将从)(?=[{HAN}])")
_ISE_WORD = re.compile(rf"\b((?:re|de|dis)?(?:{'|'.join(ISE)}))(i[sz])(e[srd]?|ing|ation|ations|ational|ers)\b",
                       re.IGNORECASE)
_LETTERS = re.compile("[a-z]+")
_PAIRED = {word: (british, american) for british, american in SPELLING_PAIRS for word in (british, american)}
_COMPOUND = re.compile(rf"\b([a-z]{{3,}})([ -])({'|'.join(sorted(HYPHENATED))})\b(?= [a-z])", re.IGNORECASE)


def short_first_lines(passage: Passage, texts: Sequence[Plain]) -> Iterator[Found]:
    """W-SHORT-LINE: a stray line before the first heading, such as spam that somebody slipped in."""
    for number, (piece, words) in enumerate(zip(passage.pieces, texts, strict=True)):
        if piece.place.unit < 0:
            continue
        if piece.role.startswith("heading"):
            return
        text = words.text.strip()
        if piece.role != "paragraph" or not text or OBJECT in text or words.links or text[-1] in ".!?:：。！？…]":
            continue
        if word_count(text) + han_count(text) / 2 < FEW_WORDS and any(map(str.isalpha, text)):
            yield Found(number, Finding("W-SHORT-LINE", 0, len(piece.text), f'"{text}" stands alone as a paragraph.',
                                        "Is it meant? Delete it, make it a heading, or write a sentence."))


def empty_sections(passage: Passage) -> Iterator[Found]:
    """E-SECTION-EMPTY: a heading with nothing below it."""
    if passage.body is None:
        return
    numbers = {piece.place.unit: number for number, piece in enumerate(passage.pieces) if piece.place.unit >= 0}
    for unit in _without_content(passage.body):
        if unit in numbers:
            said = passage.pieces[numbers[unit]].text
            yield Found(numbers[unit], Finding("E-SECTION-EMPTY", 0, len(said), f'Nothing stands below "{said}".',
                                               "Write its text, or delete the heading."))


def _without_content(body: Body) -> Iterator[int]:
    """The headings that the end, or a heading of the same or a higher level, follows at once."""
    open_heading, level, inside = -1, 0, False
    for piece in body.pieces:
        if isinstance(piece, (UnitStart, UnitText)):
            role = body.units[piece.unit].role
            if role.startswith("heading-"):
                if isinstance(piece, UnitStart) or piece.unit != open_heading:
                    if open_heading >= 0 and int(role[-1]) <= level and piece.unit != open_heading:
                        yield open_heading
                    open_heading, level, inside = piece.unit, int(role[-1]), True
            else:
                open_heading = -1
        elif isinstance(piece, str):
            # What follows the heading's own words up to its closing tag is part of it.
            rest = piece.split("</h", 1)[-1].partition(">")[2] if inside and "</h" in piece else piece
            inside = inside and "</h" not in piece
            if "<pre" in rest or "<hr" in rest or "<img" in rest or _TAG.sub("", rest).strip():
                open_heading = -1 if not inside else open_heading
        elif isinstance(piece, Listing) or not inside:
            open_heading = -1
    if open_heading >= 0:
        yield open_heading


def future_of_past(passage: Passage, texts: Sequence[Plain]) -> Iterator[Found]:
    """W-TENSE: the future tense about an event that is over."""
    if not passage.ended:
        return
    for number, words in enumerate(texts):
        pattern = _FUTURE_HAN if passage.language.script == "han" else _FUTURE
        for found in pattern.finditer(words.text):
            yield Found(number, Finding(
                "W-TENSE", *words.span(found.start(), found.end()),
                f'"{found[0]}" announces what is over: the event has ended.',
                "Say what came of it, in the past tense."))


def mixed_spelling(passage: Passage, texts: Sequence[Plain], known: Known) -> Iterator[Found]:
    """W-SPELLING: -ise and -ize, centre and center, research-intensive and research intensive on one page."""
    if passage.language.script != "latin" or not passage.language.code.startswith("en"):
        return
    kinds = tuple(_worth_a_look(texts, known.spelling))
    if not kinds:
        return
    styles: dict[str, list[tuple[str, int, int, int]]] = {}
    """By kind and side ("ise british"), where it stands."""
    for number, words in enumerate(texts):
        for kind, side, found in _spellings(words.text, kinds, known):
            styles.setdefault(f"{kind} {side}", []).append((found[0], number, *words.span(found.start(), found.end())))
    for kind in sorted({style.rpartition(" ")[0] for style in styles}):
        sides = {side: styles.get(f"{kind} {side}", []) for side in ("first", "second")}
        wanted = _wanted(kind, known.spelling)
        if wanted:
            wrong = sides["second" if wanted == "first" else "first"][:1]
            other = ""
        elif sides["first"] and sides["second"]:
            # The rarer one is the slip; of two that are as frequent the one that comes later.
            less = min(("second", "first"), key=lambda side: (len(sides[side]), -sides[side][0][1]))
            wrong = sides[less][:1]
            other = sides["first" if less == "second" else "second"][0][0]
        else:
            continue
        for typed, number, start, end in wrong:
            message = f'"{typed}" and "{other}" are spelt in two ways on this page.' if other \
                else f'"{typed}" is not the spelling of this site ({known.spelling}).'
            yield Found(number, Finding("W-SPELLING", start, end, message, "Keep to one of the two ways."))


def _worth_a_look(texts: Sequence[Plain], spelling: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    """The kinds of words that a page may spell in two ways, each with what finds them.

    Most pages have none, and sets of words are quicker than patterns.
    """
    text = "\n".join(words.text for words in texts).casefold()
    every = set(_LETTERS.findall(text))
    paired = every & _PAIRED.keys()
    ise = {"is" in found[2] for word in every if "is" in word or "iz" in word
           if (found := _ISE_WORD.fullmatch(word))}
    if len(ise) > 1 or (spelling and ise):
        yield "ise", _ISE_WORD
    if (spelling and paired) or any(set(_PAIRED[word]) <= paired for word in paired):
        yield "pair", re.compile(rf"\b({'|'.join(sorted(paired, key=len, reverse=True))})\b", re.IGNORECASE)
    if any(f"-{half}" in text and f" {half}" in text for half in every & HYPHENATED):
        yield "compound", _COMPOUND


def _spellings(text: str, kinds: Sequence[tuple[str, re.Pattern[str]]],
               known: Known) -> Iterator[tuple[str, str, re.Match[str]]]:
    """Every word that can be spelt in two ways: its kind, which of the two it is, and its place."""
    for kind, pattern in kinds:
        for found in pattern.finditer(text):
            if kind == "compound":
                yield f"{found[1].casefold()}-{found[3].casefold()}", "first" if found[2] == "-" else "second", found
            elif _is_name(found, known):
                continue
            elif kind == "ise":
                yield "-ise", "first" if found[2].lower() == "is" else "second", found
            else:
                pair = _PAIRED[found[0].casefold()]
                yield pair[0].removesuffix("s"), "first" if found[0].casefold() == pair[0] else "second", found


def _is_name(found: re.Match[str], known: Known) -> bool:
    """A name is spelt as its owner does: part of a known one, or a capital inside a sentence; a plural is no name."""
    before = found.string[:found.start()]
    inside = not found[0].endswith("s") and re.search(r"[A-Za-z,] $", before) is not None
    return found[0][0].isupper() and (inside or found[0] in known.words)


def _wanted(kind: str, spelling: str) -> str:
    """Which side a site has chosen; none for compounds."""
    if kind == "-ise":
        return {"british": "first", "oxford": "second", "american": "second"}.get(spelling, "")
    if "-" in kind:
        return ""
    return {"british": "first", "oxford": "first", "american": "second"}.get(spelling, "")


def downloads_without_file(passage: Passage, texts: Sequence[Plain]) -> Iterator[Found]:
    """W-DL-TARGET: news that offer a download to which nothing is attached."""
    facts = passage.page.facts if passage.page else None
    if not isinstance(facts, NewsFacts) or facts.documents or facts.about:
        return
    for number, words in enumerate(texts):
        low = words.text.casefold()
        at = next((low.find(word) for word in DOWNLOADS if word in low), -1)
        if at >= 0:
            yield Found(number, Finding(
                "W-DL-TARGET", *words.span(at, at + 2), "The text offers a download but no document is attached.",
                "Add documents: [{title: …, file: report.pdf, language: en}], or about: [the publication's id]."))
            return
