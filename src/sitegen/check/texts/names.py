"""Names of people, bodies and terms: wrong forms, near misses, repetitions, acronyms that nobody can read."""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from sitegen.check.texts.known import Known, WrongForm
from sitegen.check.texts.passage import Finding, Found, Passage
from sitegen.check.texts.plain import OBJECT, Plain, sentences
from sitegen.check.texts.tables import KNOWN_ACRONYMS, TITLE_WORDS
from sitegen.scripts import has_han

ALIKE = 0.85
_SMALL = r"(?:of|for|and|the|in|on|at|de|&|to)"
_CAPITAL = r"[A-Z][\w’'\-]*"
_PHRASE = re.compile(rf"\b{_CAPITAL}(?: (?:{_SMALL} ){{0,2}}{_CAPITAL})+")
_ACRONYM = re.compile(r"(?<![\w\-.@/’'])([A-Z]{3,6}[0-9]?)s?(?![\w@/]|\.\w|-\d)")
_IN_LIST = re.compile(rf"({_CAPITAL}(?: {_CAPITAL}){{1,3}}), (?=[A-Z])")
_WORD = re.compile(r"[\w’'\-]+")
_POSSESSIVE = re.compile(r"[’']s?\b")
_NUMBERS = re.compile(r"\d+|\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|i{1,3}|iv|v)\b")


def wrong_forms(words: Plain, known: Known) -> Iterator[Finding]:
    """W-NAME-WRONG: a form that the data list under `not:`."""
    if known.any_wrong is None:
        return
    for found in known.any_wrong.finditer(words.text):
        form = next((form for form in known.wrong if _is(form, found[0])), None)
        if form is None or not _is_whole(words.text, found) or _is_within_right(words.text, found, form):
            continue
        first, last = words.span(found.start(), found.end())
        repair = form.right if form.right and words.is_unbroken(found.start(), found.end()) else None
        yield Finding("W-NAME-WRONG", first, last, f'"{found[0]}" is listed as a wrong form in {form.path}.',
                      f"Write {form.right}" if form.right else "Write the right name.", repair)


def _is(form: WrongForm, typed: str) -> bool:
    """Capitals count where the right form differs in nothing else."""
    same = form.wrong.casefold() == typed.casefold()
    return same and (form.right.casefold() != form.wrong.casefold() or form.wrong == typed)


def _is_whole(text: str, found: re.Match[str]) -> bool:
    if has_han(found[0]):
        return True
    return not (text[:found.start()][-1:].isalnum() or text[found.end():][:1].isalnum())


def _is_within_right(text: str, found: re.Match[str], form: WrongForm) -> bool:
    """Whether what was found is part of the right name itself."""
    offset = form.right.casefold().find(found[0].casefold())
    start = found.start() - offset
    return offset >= 0 and start >= 0 and text[start:start + len(form.right)].casefold() == form.right.casefold()


def repeated_names(words: Plain) -> Iterator[Finding]:
    """W-NAME-REPEAT: one person more than once in the list of a sentence."""
    text = words.text
    if text.count(", ") < 2:
        return
    for start, end in sentences(text):
        seen: set[str] = set()
        told: set[str] = set()
        for found in _IN_LIST.finditer(text, start, end):
            name = found[1]
            if name in seen and name not in told:
                told.add(name)
                yield Finding("W-NAME-REPEAT", *words.span(found.start(1), found.end(1)),
                              f'"{name}" stands more than once in this list.',
                              "Name everybody once; is one of them somebody else?")
            seen.add(name)


def acronyms(passage: Passage, texts: Sequence[Plain], known: Known) -> Iterator[Found]:
    """W-ACRONYM: capitals that neither the page nor the data spell out, once for each."""
    explained: set[str] = set()
    met: dict[str, tuple[int, int, int]] = {}
    for number, words in enumerate(texts):
        for found in _ACRONYM.finditer(words.text):
            if _is_explained(words.text, found) or passage.pieces[number].role == "code":
                explained.add(found[1])
            elif not _is_shouted(words.text, found):
                met.setdefault(found[1], (number, *words.span(found.start(1), found.end(1))))
    for acronym, (number, start, end) in met.items():
        if acronym in explained or acronym in known.acronyms or acronym in KNOWN_ACRONYMS:
            continue
        yield Found(number, Finding(
            "W-ACRONYM", start, end, f'"{acronym}" is spelt out neither on this page nor in the data.',
            f"Write the full name ({acronym}) at first, or add also_known_as: [{acronym}] to its record."))


def _is_explained(text: str, found: re.Match[str]) -> bool:
    """Full Name (ABC), or ABC (the full name)."""
    before, after = text[:found.start()].rstrip(), text[found.end():]
    in_brackets = before.endswith(("(", "（")) and len(before) > 4 and after.startswith((")", "）"))
    return in_brackets or re.match(r" ?[(（][^)）]{8,}[)）]| (?:stands for|is short for|means)\b", after) is not None


def _is_shouted(text: str, found: re.Match[str]) -> bool:
    """A whole heading in capitals is no acronym."""
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) > 0.7 * len(letters) and len(letters) > len(found[1])


# ---- people --------------------------------------------------------------------------------------------------------


def forms_of_people(passage: Passage, texts: Sequence[Plain], known: Known) -> Iterator[Found]:
    """W-NAME-FORM: somebody of the page under a form that the data do not list, such as the given name alone."""
    code = passage.language.code
    if passage.language.script != "latin":
        return
    for identifier in passage.people:
        person = known.people.get(identifier)
        if person is None:
            continue
        name = person.name.get(code) or next(iter(person.name.values()), "")
        family = person.family_name.get(code) or next(iter(person.family_name.values()), "")
        given = person.given_name.get(code) or name.replace(family, "").strip() if family else ""
        if not given or has_han(name) or len(given) < 3:
            continue
        allowed = (name, f"{given} {family}", f"{family} {given}", *person.also_known_as)
        found = _alone(texts, given, allowed)
        if found:
            number, start, end = found
            yield Found(number, Finding(
                "W-NAME-FORM", start, end, f'"{given}" is short for {name}, who is not called so elsewhere.',
                f"Write {name} or {family}; or add also_known_as: [{given}] to people.yaml."))


def _alone(texts: Sequence[Plain], given: str, allowed: Sequence[str]) -> tuple[int, int, int] | None:
    pattern = re.compile(rf"(?<![\w’'-]){re.escape(given)}(?![\w-])")
    for number, words in enumerate(texts):
        if given not in words.text:
            continue
        rest = words.text
        for form in sorted(allowed, key=len, reverse=True):
            rest = rest.replace(form, "\0" * len(form))
        for found in pattern.finditer(rest):
            # Of another person, who has a name behind it.
            if not re.match(r" [A-Z]", rest[found.end():]) and not re.search(r"[A-Z][\w.]* $", rest[:found.start()]):
                return number, *words.span(found.start(), found.end())
            if _has_title(rest[:found.start()]) and not re.match(r" [A-Z]", rest[found.end():]):
                return number, *words.span(found.start(), found.end())
    return None


def _has_title(before: str) -> bool:
    return before.rstrip(" .").rpartition(" ")[2].casefold() in TITLE_WORDS


# ---- near misses ---------------------------------------------------------------------------------------------------


def variants(passage: Passage, texts: Sequence[Plain], known: Known) -> Iterator[Found]:
    """W-VARIANT: a name that is nearly a known one, or nearly another one of the same page."""
    if passage.language.script != "latin":
        return
    phrases: dict[str, tuple[int, int, int]] = {}
    for number, words in enumerate(texts):
        for found in _PHRASE.finditer(words.text):
            phrase = _POSSESSIVE.sub("", found[0]) if found[0].endswith(("’s", "'s", "’")) else found[0]
            if phrase.count(" ") >= 2 and OBJECT not in phrase:
                phrases.setdefault(phrase, (number, *words.span(found.start(), found.start() + len(phrase))))
    told: set[str] = set()
    for phrase, (number, start, end) in phrases.items():
        near = _near_known(phrase, known)
        if near:
            told.add(phrase)
            yield Found(number, Finding(
                "W-VARIANT", start, end, f'"{phrase}" is nearly "{near}", which the data know.',
                f"Write {near}; or, where both are right, add the other to its also_known_as."))
    mine = [phrase for phrase in phrases if phrase not in told and phrase.count(" ") >= 2]
    yield from _among_each_other(mine, phrases, known)
    yield from _in_small_letters(mine, texts, phrases)


def _near_known(phrase: str, known: Known) -> str:
    low = phrase.casefold()
    if low in known.names or low.removeprefix("the ") in known.names:
        return ""
    candidates: dict[str, int] = {}
    own = [word.casefold() for word in _WORD.findall(phrase)]
    for word in own:
        for name in known.by_word.get(word, ()) if len(word) > 3 else ():
            candidates[name] = candidates.get(name, 0) + 1
    for name, shared in sorted(candidates.items()):
        if 2 * shared >= min(len(own), len(_WORD.findall(name))) and is_variant(phrase, name):
            return name
    return ""


def is_variant(one: str, other: str) -> bool:
    """Whether two names differ so little, or only in the order of their words, that one of them looks like a slip.

    Names that differ in a number, and names of which one holds the whole of the other, are two.
    """
    left, right = _bare(one), _bare(other)
    if left == right or f" {left} " in f" {right} " or f" {right} " in f" {left} ":
        return False
    if _NUMBERS.findall(left) != _NUMBERS.findall(right):
        return False
    if sorted(_content(left)) == sorted(_content(right)):
        return True
    if abs(len(left) - len(right)) > 0.3 * max(len(left), len(right)):
        return False
    ours, theirs = left.split(), right.split()
    if set(ours) <= set(theirs) or set(theirs) <= set(ours):
        # A longer and a shorter form.
        return False
    differing = [(a, b) for a, b in zip(ours, theirs, strict=False) if a != b]
    if len(ours) == len(theirs) and len(differing) == 1:
        # University of Leeds and University of Reading are two: the word that differs must be nearly the same.
        a, b = differing[0]
        return SequenceMatcher(None, a, b).ratio() >= 0.6 and (a[:3] == b[:3] or (len(a) > 5 and len(b) > 5))
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE or matcher.ratio() < ALIKE:
        return False
    return len(set(ours) & set(theirs)) >= 2


def _bare(name: str) -> str:
    return " ".join(_WORD.findall(_POSSESSIVE.sub("", name.casefold().removeprefix("the "))))


def _content(name: str) -> list[str]:
    return [word for word in name.split() if word not in ("of", "the", "for", "and", "in", "on", "at")]


def _among_each_other(mine: Sequence[str], places: dict[str, tuple[int, int, int]], known: Known) -> Iterator[Found]:
    by_end: dict[str, list[str]] = {}
    for phrase in mine:
        if phrase.casefold() not in known.names and phrase.count(" ") >= 2:
            by_end.setdefault(_bare(phrase).split()[-1], []).append(phrase)
    for same in by_end.values():
        for later, first in ((later, first) for at, later in enumerate(same) for first in same[:at]):
            if is_variant(later, first) or _is_retold(later, first) or _is_numbered(later, first):
                number, start, end = places[later]
                yield Found(number, Finding(
                    "W-VARIANT", start, end, f'"{later}" and "{first}" stand on one page: are they two?',
                    "Keep to one of them."))
                break


def _is_retold(one: str, other: str) -> bool:
    """Long names with the same beginning and end that differ in between: translated twice."""
    left, right = _bare(one).split(), _bare(other).split()
    if min(len(left), len(right)) < 5 or left == right:
        return False
    head = next((at for at, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), 0)
    tail = next((at for at, (a, b) in enumerate(zip(left[::-1], right[::-1], strict=False)) if a != b), 0)
    shared = len(set(left) & set(right))
    return head >= 1 and tail >= 3 and shared >= 5 and shared < max(len(left), len(right)) \
        and " ".join(left) not in " ".join(right) and " ".join(right) not in " ".join(left)


def _is_numbered(one: str, other: str) -> bool:
    """First World Summit beside World Summit: the number is part of the name, or it is not."""
    return _bare(one).removeprefix("first ") == _bare(other).removeprefix("first ") and _bare(one) != _bare(other)


def _in_small_letters(mine: Sequence[str], texts: Sequence[Plain],
                      places: dict[str, tuple[int, int, int]]) -> Iterator[Found]:
    """`UK Industrial Strategy` and, elsewhere on the page, `UK industry strategy`."""
    wanted: dict[tuple[str, str], list[str]] = {}
    for phrase in mine:
        parts = _bare(phrase).split()
        if len(parts) == 3:
            wanted.setdefault((parts[0], parts[-1]), []).append(phrase)
    if not wanted:
        return
    for number, words in enumerate(texts):
        low = words.text.casefold()
        if not any(first in low and last in low for first, last in wanted):
            continue
        found = list(_WORD.finditer(words.text))
        for first, middle, last in zip(found, found[1:], found[2:], strict=False):
            key = (_bare(first[0]), _bare(last[0]))
            for phrase in wanted.get(key, ()):
                typed = words.text[first.start():last.end()]
                if typed != phrase and not last[0][0].isupper() and first[0][0].isupper() and middle[0][0].islower() \
                        and _alike_words(_bare(middle[0]), _bare(phrase).split()[1]):
                    start, end = words.span(first.start(), last.end())
                    yield Found(number, Finding(
                        "W-VARIANT", start, end, f'"{typed}" is nearly "{phrase}", which stands on this page, too.',
                        "Keep to one of them."))


def _alike_words(one: str, other: str) -> bool:
    return one == other or (one[:4] == other[:4] and min(len(one), len(other)) >= 4)


