"""`sitegen i18n ack` and `adopt`: people confirm translations, and what they confirm is recorded."""

from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from typing import NamedTuple

from msgspec.structs import replace

from sitegen.commands.survey import Owner, Survey, Surveyed
from sitegen.diagnostics import BuildStopped, Diagnostic, error
from sitegen.model import Acknowledged, Acknowledgements
from sitegen.translation.records import COVERED, acknowledge

TRIVIAL = "trivial: "
"""How the note begins of a change to the source that changed no meaning."""

_NEAREST = 5


class Confirmed(NamedTuple):
    """A unit with the record that says so."""

    one: Surveyed
    record: Acknowledged


class Wanted(NamedTuple):
    """What was typed behind `ack`."""

    ids: Sequence[str] = ()
    language: str = ""
    covering: str = ""
    """--as: the unit whose translation covers all of `ids`."""
    trivial: str = ""
    revised: bool = False


def confirm(survey: Survey, wanted: Wanted) -> list[Confirmed]:
    """The records that `ack` makes. Raises BuildStopped, with everything that is wrong, before any is made."""
    units = [one for one in survey.units if wanted.language in ("", one.language.code)]
    note = f"{TRIVIAL}{' '.join(wanted.trivial.split())}" if wanted.trivial else ""
    if wanted.revised:
        chosen = [one for one in units if one.state == "revised"]
    elif wanted.covering:
        return _cover(survey, units, wanted, note)
    else:
        chosen = list(_chosen(survey, units, wanted.ids))
    confirmed = [Confirmed(one, _record(survey, one, note)) for one in chosen if one.state != "fresh"]
    _refuse_unsettled(survey, confirmed)
    return confirmed


def adopt(survey: Survey, names: Sequence[str], language: str = "") -> list[Confirmed]:
    """The first records of pages. Raises BuildStopped where a page has records, no translation, or does not exist."""
    problems: list[Diagnostic] = []
    owners: dict[str, Owner] = {}
    for name in names:
        found = _named(survey, name)
        owners.update((owner.identity, owner) for owner in found)
        problems += () if found else (_no_page(survey, name),)
    confirmed: list[Confirmed] = []
    several = {owner.source for owner in owners.values() if owner.page is None}
    for owner in owners.values():
        units = [one for target in survey.targets(owner) if language in ("", target.code)
                 for one in survey.units_of(owner, target)]
        known = {one.language.code for one in units if survey.records_of(owner, one.language)}
        new = [one for one in units if one.state == "unrecorded" and one.language.code not in known]
        confirmed += (Confirmed(one, _record(survey, one, "")) for one in new)
        # A file of records is adopted in one go: those that are done, or have nothing yet, are passed over.
        if not new and owner.source not in several:
            problems.append(_recorded_already(owner) if known else _nothing_to_adopt(owner))
    if names and not problems and not confirmed:
        problems.append(error("E-ADOPT", "Nothing here has a translation that was never confirmed.",
                              "See what there is: sitegen i18n status"))
    if problems:
        raise BuildStopped(*problems)
    return confirmed


def first_records(survey: Survey, identity: str = "") -> list[Confirmed]:
    """The records of everything that has none, in this page or record; anywhere where none is named."""
    return [Confirmed(one, _record(survey, one, "")) for one in survey.units
            if one.state == "unrecorded" and identity in ("", one.owner.identity)]


def recorded(survey: Survey, confirmed: Iterable[Confirmed]) -> dict[str, Acknowledgements]:
    """All records by locale with the new ones in place of those of the same ids."""
    merged = {locale: {record.id: record for record in each.records} for locale, each in survey.records.items()}
    for one, record in confirmed:
        merged[one.language.locale][record.id] = record
    return {locale: replace(survey.records[locale], records=tuple(records.values()))
            for locale, records in merged.items()}


def choose(survey: Survey, names: Sequence[str], language: str = "") -> list[Surveyed]:
    """The units of the pages of those names, of all where none is given. Raises BuildStopped for unknown names."""
    found = {name: _named(survey, name) for name in names}
    if problems := [_no_page(survey, name) for name, owners in found.items() if not owners]:
        raise BuildStopped(*problems)
    identities = {owner.identity for owners in found.values() for owner in owners}
    return [one for one in survey.units
            if (not names or one.owner.identity in identities) and language in ("", one.language.code)]


# ---- units ---------------------------------------------------------------------------------------------------------


def _chosen(survey: Survey, units: Sequence[Surveyed], ids: Sequence[str]) -> Iterator[Surveyed]:
    """The units of these ids in each language that has a translation of them."""
    problems: list[Diagnostic] = []
    for id in dict.fromkeys(ids):
        found = [one for one in units if one.id == id]
        translated = [one for one in found if one.state not in ("missing", "orphan")]
        if not found:
            problems.append(_no_unit(units, id))
        elif not translated:
            problems.append(_not_translated(survey, found[0]))
        yield from translated
    if problems:
        raise BuildStopped(*problems)


def _cover(survey: Survey, units: Sequence[Surveyed], wanted: Wanted, note: str) -> list[Confirmed]:
    """One translated paragraph stands for several of the source: the first is its own, the others are with it."""
    ids = list(dict.fromkeys(wanted.ids))
    known = {one.id: one for one in reversed(units)}
    if unknown := [id for id in (*ids, wanted.covering) if id not in known]:
        raise BuildStopped(*(_no_unit(units, id) for id in unknown))
    covering = known[wanted.covering]
    chosen = sorted((known[id] for id in ids), key=lambda one: one.unit.source)
    elsewhere = any((one.owner, one.language) != (covering.owner, covering.language) for one in chosen)
    if len(ids) < 2 or elsewhere or covering.unit.target < 0 or any(one.unit.source < 0 for one in chosen):
        raise BuildStopped(error(
            "E-UNIT", "--as says that one block of a translated file stands for two or more blocks of its source.",
            "Name the blocks of the source, then the one whose translation has the words of all: "
            "sitegen i18n ack A B --as A", exit=2))
    translation = survey.words(covering)[1]
    first = chosen[0]
    confirmed = []
    for one in chosen:
        notes = [*([] if one is first else [f"{COVERED}{first.id}"]), *([note] if note else [])]
        record = acknowledge(one.id, survey.words(one)[0], translation, "; ".join(notes))
        confirmed.append(Confirmed(one, record))
    return confirmed


def _record(survey: Survey, one: Surveyed, note: str) -> Acknowledged:
    return acknowledge(one.id, *survey.words(one), note)


def _refuse_unsettled(survey: Survey, confirmed: Sequence[Confirmed]) -> None:
    """A catalogue's entry says itself what it is a translation of: no record makes it fresh where that is old."""
    doubtful = [one for one, _ in confirmed if survey.in_catalogue(one)]
    if not doubtful:
        return
    after = Survey(survey.assembled, survey.project, recorded(survey, confirmed))
    states = {(one.id, one.language.code): one.state for one in after.units}
    problems = [_unsettled(survey, one) for one in doubtful if states.get((one.id, one.language.code)) != "fresh"]
    if problems:
        raise BuildStopped(*problems)


# ---- pages ---------------------------------------------------------------------------------------------------------


def _named(survey: Survey, name: str) -> list[Owner]:
    """The page of that name, address or file; the records of that data file."""
    bare = name.removeprefix("./").strip("/")
    return [owner for owner in survey.owners if bare in _names(owner)] if bare else []


def _names(owner: Owner) -> set[str]:
    names = {owner.identity, owner.source}
    if owner.page:
        files = {path.rpartition("#")[0] or path for path in owner.page.documents.values()}
        names |= {owner.identity.removeprefix("content/"), owner.page.slug, owner.page.address.strip("/"), *files}
        names |= {path.rpartition("/")[0] for path in files if path.rpartition("/")[2].startswith("index.")}
    return names


def check_language(survey: Survey, code: str) -> None:
    """Raises BuildStopped where the site has no such language."""
    codes = [language.code for language in survey.languages]
    if code and code not in codes:
        raise BuildStopped(error("E-USAGE", f'"{code}" is not a language of this site.',
                                 f"Its languages are {', '.join(codes)}.", exit=2))


# ---- what is said of it --------------------------------------------------------------------------------------------


def _no_unit(units: Sequence[Surveyed], id: str) -> Diagnostic:
    near = get_close_matches(id, dict.fromkeys(one.id for one in units), n=_NEAREST, cutoff=0.5)
    if id == "all":
        near = []
    return error("E-UNIT", f'There is no unit "{id}".',
                 "\n".join(["The nearest are:", *near]) if near else "See them all: sitegen i18n status PAGE", exit=2)


def _no_page(survey: Survey, name: str) -> Diagnostic:
    names = {each: owner.identity for owner in survey.owners for each in _names(owner) if each}
    near = get_close_matches(name, names, n=_NEAREST, cutoff=0.5)
    close = dict.fromkeys(names[each] for each in near)
    return error("E-PAGE", f'There is no page "{name}".',
                 "\n".join(["The nearest are:", *close]) if close
                 else "Name its file: content/events/some-event/index.en.md", exit=2)


def _not_translated(survey: Survey, one: Surveyed) -> Diagnostic:
    path, line = survey.place(one)
    if one.state == "orphan":
        return error("E-UNIT", f"{one.id} translates nothing that is still in {one.owner.source}.",
                     "Delete it here, or bring back what it translates.", path=path, line=line, column=1)
    return error("E-UNIT", f"{one.id} is not translated yet, so there is nothing to confirm.",
                 "Translate it first. If its words stand in the translation of another text, say of which: "
                 "sitegen i18n ack A B --as A", path=path, line=line, column=1)


def _unsettled(survey: Survey, one: Surveyed) -> Diagnostic:
    path, line = survey.place(one)
    return error("E-UNIT", f"The catalogue says that {one.id} still translates an older text.",
                 "Type sitegen i18n update, then clear the mark fuzzy of this entry in Poedit, then confirm it.",
                 path=path, line=line, column=1)


def _recorded_already(owner: Owner) -> Diagnostic:
    return error("E-ADOPT", f"{owner.identity} has been recorded before; what has changed since is confirmed one by "
                 "one.", f"See what there is to confirm: sitegen i18n status {owner.source}", path=owner.source)


def _nothing_to_adopt(owner: Owner) -> Diagnostic:
    return error("E-ADOPT", f"{owner.identity} has no translation to record.",
                 f"See what is missing: sitegen i18n status {owner.source}", path=owner.source)
