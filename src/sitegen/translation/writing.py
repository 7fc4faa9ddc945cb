"""Catalogues as text: what is kept of the old one, what is new in it, and how the file is laid out.

The same messages give the same bytes, in whatever order they come and however often: nothing here says when.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from babel import Locale

from sitegen.fingerprints import fingerprint
from sitegen.model import Acknowledged
from sitegen.scripts import fold
from sitegen.translation.extraction import Message
from sitegen.translation.header import find_header, gettext_code
from sitegen.translation.lines import Entry
from sitegen.translation.pairing import pair_texts
from sitegen.translation.plurals import plural_categories
from sitegen.translation.records import split_id
from sitegen.translation.wrapping import fold_words, wrap

_PLURALS = {"zh": "nplurals=1; plural=0;", "en": "nplurals=2; plural=(n != 1);"}
_STAMPS = frozenset({"pot-creation-date"})


Key = tuple[str, str]
"""Context and text, white space folded."""


class Draft(NamedTuple):
    """A translation and what is said of it, apart from the text it stands beside."""

    forms: tuple[str, ...] = ()
    """One; for a text with a plural, one for each form of the language."""
    previous: str = ""
    fuzzy: bool = False
    flags: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def translation(self) -> str:
        """The first of its forms; empty where there is none."""
        return self.forms[0] if self.forms else ""


# ---- what is kept ----------------------------------------------------------------------------------------------------


def update(old: Sequence[Entry], messages: Sequence[Message], locale: Locale, *,
           records: Iterable[Acknowledged] = (), elsewhere: Sequence[Entry] = (), living: Iterable[str] = (),
           own: Mapping[Key, Key] | None = None, as_given: bool = False) -> str:
    """The catalogue's new text: every message with the translation it had; what nobody asks for any more at the end.

    `old` are the entries of the catalogue as it is, none for a new one. `elsewhere` are those of the locale's other
    catalogues, in which a page's texts stood before it moved to another section, year or name; `living` the identities
    of every page and record there is. `records` mark as fuzzy again what a tool has passed for translated though the
    source has changed. `own` names by context and text, for messages whose own text has changed, the entry that states
    go by: its translation stays a draft whatever has changed, while a text that is merely like another one is never
    given the translation of other numbers. With `as_given` the messages stay in their order.
    """
    known = _known(old)
    own = own or {}
    printed = {(message.context, fold(message.text)): message for message in messages}
    # Two texts are the same whether or not a line that ends in them is seen to end.
    messages = [message._replace(text=fold(message.text)) for message in messages]
    identities = {_split(message.context)[0] for message in messages}.union(living)
    kept = known | _moved(known, _known(elsewhere), messages, identities)
    drafts = _own_drafts(own, known, messages)
    asked = [message for message in messages if (message.context, message.text) not in drafts]
    taken = {own[key] for key in drafts}
    drafts |= _changed({key: entry for key, entry in kept.items() if key not in taken}, asked)
    records = tuple(records)
    confirmed = _confirmed(records, messages)
    written = []
    used = set()
    for message in messages:
        key = message.context, message.text
        entry = drafts.get(key) or kept.get(key)
        draft = Draft()
        if entry is not None:
            used.add((entry.context, fold(entry.msgid)))
            draft = _draft_from(entry) if key in drafts else _kept(entry)
            draft = _distrusted(_returned(draft, message, records), message, confirmed)
        written.append((printed[key], draft))
    obsolete = [entry for key, entry in known.items() if key not in used and entry.forms[0][1]]
    places = {(message.context, message.text): number for number, (message, _) in enumerate(written)}
    return _layout(find_header(old), written, obsolete, locale,
                   order=(lambda message: (places[message.context, message.text],)) if as_given else _order)


def update_theme(old: Sequence[Entry], messages: Sequence[Message], locale: Locale) -> str:
    """As `update`, for what templates say: in their order, with plurals, and every character of a text counts."""
    named = [entry for entry in old if entry.msgid]
    # Living entries come last, so that they take the place of obsolete ones of the same text.
    known = {(entry.context, entry.msgid): entry for entry in sorted(named, key=lambda entry: not entry.obsolete)}
    drafts = _changed(known, messages)
    count = len(plural_categories(locale))
    written = []
    used = set()
    for message in messages:
        key = message.context, message.text
        draft = Draft()
        if key in known:
            draft = _returned(_fitted(_kept(known[key]), known[key], message, count), message, ())
        elif key in drafts:
            draft = _returned(_fitted(_draft_from(drafts[key]), drafts[key], message, count), message, ())
            used.add((drafts[key].context, drafts[key].msgid))
        used.add(key)
        written.append((message, draft))
    obsolete = [entry for key, entry in known.items() if key not in used and entry.forms[0][1]]
    return _layout(find_header(old), written, obsolete, locale, order=_place)


def _fitted(draft: Draft, entry: Entry, message: Message, count: int) -> Draft:
    """The draft with as many forms as the message needs; fuzzy where the text has got or lost its plural."""
    if bool(entry.plural) == bool(message.plural):
        return draft
    forms = draft.forms[:1] * (count if message.plural else 1)
    return draft._replace(forms=forms, fuzzy=bool(draft.translation))


def write_template(messages: Sequence[Message], locale: Locale) -> str:
    """The .pot beside the catalogues: the messages without a translation; `locale` is that of the texts themselves."""
    return _template(_sorted(messages), _template_fields(locale))


def write_theme_template(messages: Sequence[Message], locale: Locale) -> str:
    """As `write_template`, for what templates say."""
    fields = _template_fields(locale)
    if any(message.plural for message in messages):
        fields.append(("Plural-Forms", "nplurals=INTEGER; plural=EXPRESSION;"))
    return _template(sorted(messages, key=_place), fields)


def _template(messages: Iterable[Message], fields: Iterable[tuple[str, str]]) -> str:
    lines = [*_header_lines(fields), "\n"]
    for message in messages:
        lines += [*_message(message, Draft(), count=2), "\n"]
    return "".join(lines).rstrip("\n") + "\n"


def _known(entries: Iterable[Entry]) -> dict[Key, Entry]:
    """Living entries before obsolete ones of the same text; the header is none."""
    living = {(entry.context, fold(entry.msgid)): entry for entry in entries if entry.msgid and not entry.obsolete}
    return {**{(entry.context, fold(entry.msgid)): entry for entry in entries if entry.msgid and entry.obsolete},
            **living}


def _moved(known: Mapping[Key, Entry], elsewhere: Mapping[Key, Entry], messages: Sequence[Message],
           living: Collection[str]) -> dict[Key, Entry]:
    """Entries for pages that this catalogue does not have yet: from another catalogue, or under a page's old name."""
    identities = {_split(context)[0] for (context, _), entry in known.items() if not entry.obsolete}
    new: dict[str, set[tuple[str, str]]] = {}
    for message in messages:
        identity, role = _split(message.context)
        if identity not in identities:
            new.setdefault(identity, set()).add((role, message.text))
    by_identity: dict[str, dict[tuple[str, str], Entry]] = {}
    for (context, text), entry in {**known, **elsewhere}.items():
        identity, role = _split(context)
        if new and entry.forms[0][1]:
            by_identity.setdefault(identity, {})[role, text] = entry
    gone = {identity: entries for identity, entries in by_identity.items() if identity not in living}
    found = {}
    for identity, texts in sorted(new.items()):
        former = identity if identity in by_identity else _former(texts, gone)
        for (role, text), entry in by_identity.get(former, {}).items():
            found[f"{identity}#{role}", text] = entry
    return found


def _former(texts: Collection[tuple[str, str]], gone: Mapping[str, Collection[tuple[str, str]]]) -> str:
    """The page that is gone and had at least half of these texts: the same page by its old name; empty if none."""
    shared = {identity: sum(text in entries for text in texts) for identity, entries in gone.items()}
    best = min(shared, key=lambda identity: (-shared[identity], identity), default="")
    return best if best and 2 * shared[best] >= len(texts) else ""


def _own_drafts(own: Mapping[Key, Key], known: Mapping[Key, Entry], messages: Iterable[Message]) -> dict[Key, Entry]:
    """For texts that have no translation but had one under other words: that entry, unless it is asked for as well."""
    asked = {(message.context, message.text) for message in messages}
    found = {}
    for key in asked & own.keys():
        present, former = known.get(key), known.get(own[key])
        if former is not None and own[key] not in asked and not (present and present.forms[0][1]):
            found[key] = former
    return found


def _changed(known: Mapping[Key, Entry], messages: Sequence[Message]) -> dict[Key, Entry]:
    """For texts without an entry: that of the nearest text which is gone from the same context."""
    asked = {(message.context, message.text) for message in messages}
    new: dict[str, list[str]] = {}
    for message in _sorted(messages):
        if (message.context, message.text) not in known:
            new.setdefault(message.context, []).append(message.text)
    gone: dict[str, list[tuple[str, Entry]]] = {}
    for (context, text), entry in sorted(known.items()):
        if context in new and (context, text) not in asked and entry.forms[0][1] and not entry.obsolete:
            gone.setdefault(context, []).append((text, entry))
    found = {}
    for context, texts in new.items():
        entries = gone.get(context, [])
        for one, other in _pairs(texts, entries):
            found[context, texts[one]] = entries[other][1]
    return found


def _pairs(texts: Sequence[str], entries: Sequence[tuple[str, Entry]]) -> list[tuple[int, int]]:
    """Positions of texts and of the entries to draft them from: first of those that were made for the very text."""
    made_for = {fold(entry.previous): number for number, (_, entry) in enumerate(entries)
                if entry.fuzzy and entry.previous}
    exact = [(number, made_for[text]) for number, text in enumerate(texts) if text in made_for]
    ones = [number for number, text in enumerate(texts) if text not in made_for]
    others = [number for number in range(len(entries)) if number not in {other for _, other in exact}]
    pairs = pair_texts([texts[one] for one in ones], [entries[other][0] for other in others])
    return [*exact, *((ones[one], others[other]) for one, other in pairs)]


def _draft_from(entry: Entry) -> Draft:
    """A translation of another text; one that was never reviewed was made for an older text still."""
    previous = entry.previous if entry.fuzzy and entry.previous else entry.msgid
    return Draft(_forms(entry), fold(previous), True, entry.flags, entry.remarks)


def _kept(entry: Entry) -> Draft:
    return Draft(_forms(entry), fold(entry.previous) if entry.fuzzy else "", entry.fuzzy, entry.flags, entry.remarks)


def _forms(entry: Entry) -> tuple[str, ...]:
    return tuple(text for _, text, _ in entry.forms)


def _returned(draft: Draft, message: Message, records: Sequence[Acknowledged]) -> Draft:
    """A draft whose source is again what it was made for is none any more, unless other words were confirmed for that.
    """
    if not draft.fuzzy or draft.previous != message.text:
        return draft
    source = fingerprint(message.text)
    confirmed = [record.translation for record in records
                 if record.source == source and record.id.rpartition(":")[0] == message.context]
    if confirmed and fingerprint(draft.translation) not in confirmed:
        return draft
    return draft._replace(previous="", fuzzy=False)


def _confirmed(records: Iterable[Acknowledged], messages: Iterable[Message]) -> dict[Key, list[Acknowledged]]:
    """By context and fingerprint of the translation, the records whose source stands in that context no more."""
    found: dict[Key, list[Acknowledged]] = {}
    for record in sorted(records, key=lambda record: record.id):
        identity, role, _ = split_id(record.id)
        found.setdefault((f"{identity}#{role}", record.translation), []).append(record)
    sources = {(message.context, fingerprint(message.text)) for message in messages} if found else set()
    return {key: records for key, records in found.items()
            if not any((key[0], record.source) in sources for record in records)}


def _distrusted(draft: Draft, message: Message, confirmed: Mapping[Key, Sequence[Acknowledged]]) -> Draft:
    """The same, fuzzy where this very translation was confirmed for another text and for none that is still there."""
    if not draft.translation or draft.fuzzy or not confirmed:
        return draft
    records = confirmed.get((message.context, fingerprint(draft.translation)))
    return draft._replace(fuzzy=True, previous=fold(records[0].text)) if records else draft


def _split(context: str) -> tuple[str, str]:
    identity, _, role = context.partition("#")
    return identity, role


# ---- how it is laid out ----------------------------------------------------------------------------------------------


def _layout(header: Entry | None, written: Iterable[tuple[Message, Draft]], obsolete: Iterable[Entry],
            locale: Locale, *, order: Callable[[Message], tuple[Any, ...]]) -> str:
    remarks = tuple(f"# {remark}".rstrip() + "\n" for remark in header.remarks) if header else ()
    lines = [*remarks, *_header_lines(_fields(header, locale)), "\n"]
    count = len(plural_categories(locale))
    for message, draft in sorted(written, key=lambda each: order(each[0])):
        lines += [*_message(message, draft, count=count), "\n"]
    for entry in sorted(obsolete, key=lambda each: (each.context, each.msgid)):
        lines += [*_obsolete(entry), "\n"]
    return "".join(lines).rstrip("\n") + "\n"


def _sorted(messages: Iterable[Message]) -> list[Message]:
    return sorted(messages, key=_order)


def _order(message: Message) -> tuple[str, tuple[tuple[str, int], ...], str]:
    return message.context, message.places, message.text


def _place(message: Message) -> tuple[tuple[tuple[str, int], ...], str, str]:
    return message.places, message.context, message.text


def _message(message: Message, draft: Draft, *, count: int) -> Iterator[str]:
    """An entry's lines; `count` is the number of forms that a plural has."""
    lines = [*(f"# {remark}".rstrip() for remark in draft.remarks),
             *(f"#. {comment}" for comment in message.comments),
             *fold_words([f"{path}:{line}" for path, line in message.places], "#:"),
             *_flags(draft)]
    if draft.fuzzy and draft.previous:
        lines += wrap("msgctxt", message.context, "#| ") if message.context else ()
        lines += wrap("msgid", draft.previous, "#| ")
    lines += wrap("msgctxt", message.context) if message.context else ()
    lines += wrap("msgid", message.text)
    if message.plural:
        lines += wrap("msgid_plural", message.plural)
        for number, form in enumerate(draft.forms or ("",) * count):
            lines += wrap(f"msgstr[{number}]", form)
    else:
        lines += wrap("msgstr", draft.translation)
    return (line + "\n" for line in lines)


def _flags(draft: Draft) -> list[str]:
    flags = [*(["fuzzy"] if draft.fuzzy else []), *draft.flags]
    return ["#, " + ", ".join(flags)] if flags else []


def _obsolete(entry: Entry) -> Iterator[str]:
    draft = Draft(_forms(entry), entry.previous, entry.fuzzy, entry.flags, entry.remarks)
    lines = [*(f"# {remark}".rstrip() for remark in draft.remarks), *_flags(draft)]
    if entry.previous:
        lines += wrap("msgctxt", entry.context, "#~| ") if entry.context else ()
        lines += wrap("msgid", entry.previous, "#~| ")
    lines += wrap("msgctxt", entry.context, "#~ ") if entry.context else ()
    lines += wrap("msgid", entry.msgid, "#~ ")
    if entry.plural:
        lines += wrap("msgid_plural", entry.plural, "#~ ")
        for number, form in enumerate(draft.forms):
            lines += wrap(f"msgstr[{number}]", form, "#~ ")
    else:
        lines += wrap("msgstr", draft.translation, "#~ ")
    return (line + "\n" for line in lines)


# ---- the header ------------------------------------------------------------------------------------------------------


def _fields(header: Entry | None, locale: Locale) -> list[tuple[str, str]]:
    """The header as translators' tools left it, with what these need; nothing in it says when texts were extracted."""
    given = [line.partition(":") for line in header.forms[0][1].split("\n") if line] if header else []
    kept = [(name.strip(), value.strip()) for name, _, value in given if name.strip().casefold() not in _STAMPS]
    needed = {
        "Project-Id-Version": "sitegen", "Language": gettext_code(locale), "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": _plural_forms(locale),
    }
    names = {name.casefold() for name, _ in kept}
    fixed = [(name, needed.get(name, value) if name in ("Language", "Content-Type") else value) for name, value in kept]
    return [*fixed, *((name, value) for name, value in needed.items() if name.casefold() not in names and value)]


def _template_fields(locale: Locale) -> list[tuple[str, str]]:
    return [("Project-Id-Version", "sitegen"), ("Language", ""), ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=UTF-8"), ("Content-Transfer-Encoding", "8bit")]


def _header_lines(fields: Iterable[tuple[str, str]]) -> Iterator[str]:
    text = "".join(f"{name}: {value}\n" for name, value in fields)
    return (line + "\n" for line in ('msgid ""', *wrap("msgstr", text)))


def _plural_forms(locale: Locale) -> str:
    """What tools want to read though pages have no plurals; none for a language whose expression they know better."""
    known = _PLURALS.get(locale.language, "")
    return known or ("nplurals=1; plural=0;" if len(plural_categories(locale)) == 1 else "")
