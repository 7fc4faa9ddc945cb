"""What can be typed: the tables of pages, their parts and the records of data files."""

import re
from typing import Any

from sitegen.content.addresses import check_address, write_address
from sitegen.content.schema import (
    ALIAS,
    ANYTHING,
    BAD,
    BOOLEAN,
    CLOCK,
    COUNTRY,
    DATE,
    EMAIL,
    FILE,
    IDENTIFIER,
    IN_LANGUAGES,
    LANGUAGE,
    LINK,
    MOMENT,
    REFERENCE,
    SLUG,
    TEXT,
    WEB,
    WORD,
    ZONE,
    Context,
    Field,
    Reader,
    Table,
    checked,
    field,
    list_of,
    mapping_of,
    one_of,
    read_record,
    record,
    table,
    whole_number,
)
from sitegen.content.yaml import Mapping, Node, Scalar, Sequence
from sitegen.diagnostics import Diagnostic, error
from sitegen.model import (
    Appearance,
    Correction,
    Credit,
    EventFacts,
    FileLink,
    Membership,
    NewsFacts,
    Organisation,
    Origin,
    PageFacts,
    PageKind,
    Person,
    Picture,
    Place,
    PublicationFacts,
    Registration,
    Role,
    Series,
    Session,
    StatusNote,
    TimelineEntry,
    Topic,
    Venue,
)

EVENT_TYPES = ("event", "workshop", "training", "seminar", "lecture", "conference", "summit", "forum", "exhibition",
               "competition", "ceremony", "meeting", "visit", "call")
STATUSES = ("scheduled", "cancelled", "postponed", "rescheduled", "moved-online")
ATTENDANCE = ("in-person", "online", "hybrid")
ORGANISATION_ROLES = ("guidance", "host", "organiser", "co-organiser", "supporter", "funder", "partner", "guest",
                      "media")
SPEAKER_ROLES = ("speaker", "chair", "moderator", "panellist", "discussant", "interpreter")
SESSION_KINDS = ("talk", "speech", "panel", "video", "signing", "break")
MEMBER_ROLES = ("lead", "secretariat", "member", "associate")
PUBLICATION_TYPES = ("report", "article", "presentation", "book", "dataset")

_STATUS = one_of(STATUSES, "a status", code="E-STATUS", suggestion="Use {}.",
                 likely={"canceled": "cancelled", "online": "moved-online", "virtual": "moved-online",
                         "delayed": "postponed", "confirmed": "scheduled", "moved": "moved-online"})
_DERIVED = {
    "timeRequired": "Reading time is calculated.", "reading_time": "Reading time is calculated.",
    "wordCount": "Words are counted.", "word_count": "Words are counted.",
    "state": "Whether an event is upcoming or past is calculated from its dates.",
    "lang": "A file's language is known from its name.", "language": "A file's language is known from its name.",
    "translation_of": "What a file translates is known from its name.",
    "translator": "Who translated is typed under translation: by.",
    "workTranslation": "What a file translates is known from its name.",
    "numberOfPages": "Pages are counted.", "sha256": "Digests are calculated.",
    "encodingFormat": "The type is known from the file.", "contentSize": "The size is read from the file.",
}


# ---- parts of pages and records ------------------------------------------------------------------------------------


def _read_decorative(values: dict[str, Any]) -> Picture:
    """`alt: decorative` says that a picture needs no words."""
    alt = values.get("alt", {})
    if alt and all(words.casefold() in ("decorative", "装饰") for words in alt.values()):
        values = {**values, "alt": {}, "decorative": True}
    return Picture(**values)


PICTURE = table("a picture", (
    field("src", FILE, "The picture's file in the page's folder.", required=True),
    field("alt", TEXT, "What it shows, for those who do not see it; `decorative` if it says nothing.", kind="text"),
    field("caption", TEXT, "Words printed below it.", kind="text"),
    field("credit", TEXT, "Whose picture it is.", kind="text"),
), _read_decorative, needs=("src",), hints={"file": "src", "url": "src", "title": "caption"})

CORRECTION = table("a correction", (
    field("date", MOMENT, "When it was made.", required=True),
    field("text", TEXT, "What was wrong and is right now.", kind="text"),
), lambda values: Correction(**values), needs=("date",), main="text")

ORIGIN = table("a translation's origin", (
    field("from", WORD, "The language, or the text, it was translated from.", attribute="source"),
    field("by", WORD, "Who translated."),
    field("reviewed_by", WORD, "Who compared it with the source."),
    field("date", MOMENT, "When."),
    field("method", one_of(("human", "machine", "machine-reviewed"), "a way of translating"), "How."),
), lambda values: Origin(**values), title="translation")

STATUS_NOTE = table("a status note", (
    field("text", TEXT, "One sentence for readers: what happened.", kind="text"),
    field("date", MOMENT, "When it was announced."),
), lambda values: StatusNote(**values), main="text")

REGISTRATION = table("a registration", (
    field("url", LINK, "Where to register."),
    field("opens", MOMENT, "From when."),
    field("closes", MOMENT, "Until when."),
), lambda values: Registration(**values), hints={"link": "url", "deadline": "closes", "validfrom": "opens",
                                                 "validthrough": "closes"})

CREDIT = table("a source", (
    field("name", TEXT, "The title of the text that is reported.", kind="text"),
    field("url", LINK, "Where it stands."),
    field("publisher", TEXT, "Whose text it is.", kind="text"),
), lambda values: Credit(**values), hints={"title": "name", "link": "url"})

_STREET_ADDRESS = (
    field("street", TEXT, "Street and number.", kind="text"),
    field("city", TEXT, "The town or city.", kind="text"),
    field("region", TEXT, "County, province or state.", kind="text"),
    field("postcode", WORD, "As the post writes it."),
    field("country", COUNTRY, "ISO 3166: two capitals, such as CN."),
)
ADDRESS = table("an address", _STREET_ADDRESS, lambda values: Place(**values), hints={
    "postal_code": "postcode", "zip": "postcode", "town": "city", "street_address": "street"})
PLACE = table("a place", (
    field("name", TEXT, "The building or the institution.", kind="text"),
    *_STREET_ADDRESS,
    field("announcedLater", BOOLEAN, "Yes while the street address is not known yet.", attribute="announced_later"),
), lambda values: values, hints={**ADDRESS.hints, "announced_later": "announcedLater",
                                 "address_announced_later": "announcedLater", "venue": "name"})


def _place(attribute: str) -> Reader:
    """A place typed in full, or the id of one in places.yaml: under `attribute` or `attribute` with `_id`."""

    def read(node: Node, context: Context) -> Any:
        if isinstance(node, Scalar):
            return _read_place_id(node, context, attribute)
        values = read_record(node, PLACE, context)
        if values is BAD:
            return BAD
        later = values.pop("announced_later", False)
        spread: dict[str, Any] = {attribute: Place(**values)}
        if later and attribute == "location":
            spread["address_announced_later"] = True
        return spread

    return Reader(name="a place", read=read, example="{name: …, city: …, country: CN}", table=PLACE,
                  alone=True)


def _read_place_id(node: Scalar, context: Context, attribute: str) -> Any:
    if not re.fullmatch(r"\w[\w.\-]*", node.text.strip()):
        return context.report(error("E-TYPE", f'"{context.key}": expected a place; "{node.text[:60]}" is no id of one.',
                                    "Write name:, street:, city: and country: on lines of their own below "
                                    f"{context.key}:, or the id of a place in content/data/places.yaml."), node)
    return {f"{attribute}_id": node.text.strip()}


def _read_affiliation(node: Node, context: Context) -> Any:
    """The id of an organisation, or its name in words."""
    if isinstance(node, Scalar) and re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", node.text.strip()):
        return {"affiliation": node.text.strip()}
    words = TEXT.read(node, context)
    return BAD if words is BAD else {"affiliation_name": words}


AFFILIATION = Reader(name="an organisation's id or name", read=_read_affiliation, example="qub",
                     form=IN_LANGUAGES)

APPEARANCE = table("a speaker", (
    field("person", REFERENCE, "The id of a person in people.yaml."),
    field("role", one_of(SPEAKER_ROLES, "a role of a speaker", code="E-ROLE",
                         likely={"host": "moderator", "panelist": "panellist", "keynote": "speaker",
                                 "translator": "interpreter", "chairperson": "chair"}),
          "What they do; speaker without it."),
    field("name", TEXT, "The name of one who is not in people.yaml.", kind="text"),
    field("job_title", TEXT, "Their position at the time of the event.", kind="text"),
    field("affiliation", AFFILIATION, "Their organisation at the time: its id, or its name in words.", kind="text",
          attribute="affiliation_name", spread=True),
), lambda values: Appearance(**values), hints={"id": "person", "title": "job_title", "organisation": "affiliation",
                                               "organization": "affiliation"})


def _read_appearance(node: Node, context: Context) -> Any:
    found = read_record(node, APPEARANCE, context)
    if found is BAD or found.person or found.name:
        return found
    # A name that was typed and is wrong has been reported.
    if isinstance(node, Mapping) and any(key.text in ("person", "name") for key, _ in node.pairs):
        return BAD
    return context.report(error("E-REQ", "A speaker needs a person or a name.",
                                "Add person: some-id, or name: for one who is not in people.yaml."), node)


_SPEAKER = Reader(name=APPEARANCE.subject, read=_read_appearance, example="{person: some-id}", table=APPEARANCE)
SPEAKERS = list_of(_SPEAKER)

ROLE = table("a role", (
    field("organisation", REFERENCE, "An organisation's id.", required=True),
    field("role", one_of(ORGANISATION_ROLES, "a role", code="E-ROLE",
                         likely={"co-organizer": "co-organiser", "organizer": "organiser", "hosted": "host",
                                 "sponsor": "funder", "指导": "guidance", "主办": "host", "承办": "organiser",
                                 "协办": "co-organiser", "支持": "supporter", "资助": "funder", "合作": "partner"}),
          "What it does.", required=True),
), lambda values: Role(**values), needs=("organisation", "role"), hints={"organization": "organisation"})
ROLES = list_of(record(ROLE))

FILE_LINK = table("a document", (
    field("title", TEXT, "What it is called. Else the file's name.", kind="text"),
    field("file", FILE, "A file in the page's folder."),
    field("url", LINK, "Its address, when it lies elsewhere."),
    field("language", LANGUAGE, "The language it is written in."),
    field("size", whole_number(1), "Bytes; only with url."),
    field("pages", whole_number(1), "Number of pages; only with url."),
), lambda values: FileLink(**values), hints={"src": "file", "name": "title", "link": "url", "lang": "language",
                                             "languages": "language"},
    derived={"encodingFormat": _DERIVED["encodingFormat"], "contentSize": _DERIVED["contentSize"],
             "sha256": _DERIVED["sha256"], "type": _DERIVED["encodingFormat"]})


def _file_links(*, of_publication: bool = False) -> Reader:
    """Documents; those of a publication must say their language."""

    def read(node: Node, context: Context) -> Any:
        found = read_record(node, FILE_LINK, context)
        if found is BAD or not isinstance(node, Mapping):
            return found
        keys = {key.text: key for key, _ in node.pairs}
        if "file" not in keys and "url" not in keys:
            return context.report(error("E-REQ", "A document needs a file or an address.",
                                        "Add file: programme.pdf, or url: https://…"), node)
        for name in ("size", "pages"):
            if found.file and name in keys:
                context.report(error("E-DERIVED", f'"{name}" is read from the file.', f"Delete the line {name}: …"),
                               keys[name])
        if of_publication and "language" not in keys:
            context.report(error("E-FILE-LANG", "The file's language is missing.", "Add language: en"), node)
        return found if found.file or found.url else BAD

    return list_of(Reader(name=FILE_LINK.subject, read=read, example="{file: programme.pdf}", table=FILE_LINK))


DOCUMENTS = _file_links()

SESSION = table("a session", (
    field("id", IDENTIFIER, "A short name, once in the event.", required=True, help="Add id: opening"),
    field("kind", one_of(SESSION_KINDS, "a kind of session", likely={"coffee": "break", "lunch": "break",
                                                                     "keynote": "talk", "presentation": "talk"}),
          "talk (the default), speech, panel, video, signing or break."),
    field("part", TEXT, "The part of the programme it belongs to.", kind="text"),
    field("title", TEXT, "What it is called. Needed.", kind="text"),
    field("description", TEXT, "What it was about.", kind="text"),
    field("start", CLOCK, "09:45 on the event's first day; in an event of several days a full local time."),
    field("end", CLOCK, "When it ends."),
    field("location", TEXT, "The room.", kind="text"),
    field("languages", list_of(LANGUAGE), "Where they differ from the event's."),
    field("organizers", list_of(REFERENCE), "Ids of organisations."),
    field("roles", ROLES, "Organisations and what they do."),
    field("speakers", SPEAKERS, "Who speaks. Needed for a talk and a panel."),
    field("documents", DOCUMENTS, "Slides and papers."),
    field("recording", LINK, "Where to see it."),
), lambda values: Session(**values), needs=("id",),
    derived={"position": "The order is that of the list."},
    hints={"name": "title", "speaker": "speakers", "organisers": "organizers", "room": "location", "type": "kind",
           "time": "start", "slides": "documents", "video": "recording"})


def _read_sessions(node: Node, context: Context) -> Any:
    """Sessions, whose ids are told apart; each place is remembered for the sentence."""
    found = _SESSION_LIST.read(node, context)
    if found is BAD or len({session.id for session in found}) == len(found):
        return found
    lines: dict[str, int] = {}
    for mapping in getattr(node, "items", ()):
        for key, value in mapping.pairs if isinstance(mapping, Mapping) else ():
            if key.text == "id" and isinstance(value, Scalar):
                if value.text in lines:
                    context.report(error("E-ID-TWICE", f'"{value.text}" is already the id of the session on line '
                                         f"{lines[value.text]}.", "Give one of them another id."), value)
                lines.setdefault(value.text, value.line)
    return found


_SESSION_LIST = list_of(record(SESSION))
SESSIONS = Reader(name=_SESSION_LIST.name, read=_read_sessions, example=_SESSION_LIST.example, item=_SESSION_LIST.item)


# ---- pages ---------------------------------------------------------------------------------------------------------


COMMON: tuple[Field, ...] = (
    field("title", TEXT, "What the page is called.", kind="text", required=True, help="Add title: …"),
    field("description", TEXT, "One paragraph for lists, feeds and search results.", kind="text"),
    field("slug", SLUG, "The last part of the address, where it is not the file's name."),
    field("aliases", list_of(ALIAS), "Former addresses, from which readers are led here: in every language, or with "
          "`/zh/old/` in one."),
    field("tags", list_of(REFERENCE), "Ids of topics."),
    field("draft", BOOLEAN, "Yes while the page is not to be published; in a translation, that language only.",
          kind="file"),
    field("published", MOMENT, "From when the page is shown; in the site's zone."),
    field("updated", MOMENT, "When it last changed for readers."),
    field("author", list_of(REFERENCE), "Ids of people or organisations. News need one; a publication needs an author "
          "or a publisher."),
    field("about", list_of(REFERENCE), "Ids of events, people, organisations or publications."),
    field("mentions", list_of(REFERENCE), "The same as about.", attribute="about"),
    field("corrections", list_of(record(CORRECTION)), "What was wrong, shown to readers."),
    field("photos", list_of(record(PICTURE)), "Pictures in the page's folder."),
    field("image", record(PICTURE), "The picture of the page: above its text, and where it is shared."),
    field("documents", DOCUMENTS, "To download or to read elsewhere."),
    field("featured", BOOLEAN, "Yes to show it on the home page."),
    field("bilingual", BOOLEAN, "Yes to publish both languages side by side, too."),
    field("translation", record(ORIGIN), "Who translated this file, and how.", kind="file"),
    field("translated", mapping_of(record(ORIGIN), languages=True), "Who translated, by language."),
    field("extra", ANYTHING, "Anything, for templates. The theme prints nothing of it."),
)
_COMMON_HINTS = {"summary": "description", "lead": "description", "keywords": "tags", "categories": "tags",
                 "tag": "tags", "authors": "author", "by": "author", "photo": "photos", "images": "photos",
                 "alias": "aliases", "files": "documents", "attachments": "documents", "permalink": "slug",
                 "name": "title", "headline": "title", "heading": "title", "lastmod": "updated",
                 "last_updated": "updated", "publish": "published", "citation": "documents",
                 "标题": "title", "描述": "description", "摘要": "description", "标签": "tags"}
_DATE = field("date", MOMENT, "When it was published. In the future it keeps the page back until then.")

EVENT = table("an event", (
    *COMMON,
    field("type", one_of(EVENT_TYPES, "an event type", code="E-TYPE"), "What kind of event; `event` by default."),
    field("subtitle", TEXT, "Printed below the title.", kind="text"),
    field("also_known_as", list_of(TEXT), "Acronyms and other names, by which it is found too.", kind="text"),
    field("start", MOMENT, "The first day, or the local time it begins.", required=True),
    field("end", MOMENT, "The last day, or the local time it ends. Needed where `start` has a time."),
    field("timezone", ZONE, "The venue's zone by its IANA name. Needed with a time."),
    field("fold", one_of(("first", "second"), "one of two equal times"),
          "Which of two equal local times when clocks go back."),
    field("status", list_of(_STATUS, or_one=True), "scheduled (the default), cancelled, postponed, rescheduled or "
          "moved-online; a list where several are true. Anything but scheduled needs a `status_note`."),
    field("status_note", record(STATUS_NOTE), "One sentence and a date about the status."),
    field("previous_start", list_of(MOMENT, or_one=True), "The former dates of a rescheduled event."),
    field("attendance", one_of(ATTENDANCE, "a form of attendance", likely={
        "offline": "in-person", "onsite": "in-person", "physical": "in-person", "virtual": "online", "mixed": "hybrid",
        "both": "hybrid", "线上": "online", "线下": "in-person"}), "in-person, online or hybrid.", required=True),
    field("location", _place("location"), "The venue, or its id in places.yaml. Needed in person and hybrid.",
          spread=True),
    field("planned_location", _place("planned_location"), "The venue it had before it moved online.", spread=True),
    field("online_url", WEB, "The public page to join or register. Needed online and hybrid, until the event is over."),
    field("organizers", list_of(REFERENCE), "Ids of organisations, the first one first.", required=True),
    field("roles", ROLES, "Other organisations and what they do."),
    field("sponsor", list_of(REFERENCE), "Ids of organisations."),
    field("funder", list_of(REFERENCE), "Ids of organisations."),
    field("speakers", SPEAKERS, "Who speaks at the event as a whole."),
    field("sessions", SESSIONS, "The programme, in order."),
    field("series", REFERENCE, "The id of a series in series.yaml."),
    field("edition", whole_number(1), "Which one of the series it is: 1, 2, …"),
    field("languages", list_of(LANGUAGE), "The languages it is held in.", required=True),
    field("audience", TEXT, "For whom it is.", kind="text"),
    field("access", one_of(("open", "by-invitation", "members-only"), "a form of access", likely={
        "public": "open", "invitation": "by-invitation", "invitation-only": "by-invitation", "members": "members-only",
        "private": "by-invitation", "closed": "members-only"}), "open, by-invitation or members-only."),
    field("free", BOOLEAN, "Whether it costs nothing."),
    field("registration", record(REGISTRATION), "Where and until when to register."),
    field("recording", LINK, "Where to see it afterwards."),
    field("reports", list_of(REFERENCE), "Ids of publications or news that came out of it."),
    field("sequence", whole_number(0), "Added to the number by which calendars tell a newer version of its entry."),
    field("uid", WORD, "The id of its calendar entry, kept when the page is renamed."),
    field("display_timezones", list_of(ZONE), "Zones shown beside the venue's."),
    field("not_recorded", list_of(one_of(("attendance", "location", "languages", "organizers"),
                                         "a field that can be unknown")),
          "What nobody knows of a past event."),
), lambda values: EventFacts(**values), title="Event", partial=True, derived=_DERIVED, hints={
    **_COMMON_HINTS, "date": "start", "begin": "start", "from": "start", "startdate": "start", "开始": "start",
    "until": "end", "finish": "end", "enddate": "end", "to": "end", "结束": "end", "tz": "timezone", "zone": "timezone",
    "tzid": "timezone", "time_zone": "timezone", "venue": "location", "place": "location", "address": "location",
    "地点": "location", "organiser": "organizers", "organisers": "organizers", "organizer": "organizers",
    "host": "organizers", "hosts": "organizers", "speaker": "speakers", "performer": "speakers", "talks": "sessions",
    "programme": "sessions", "program": "sessions", "agenda": "sessions", "offers": "registration",
    "register": "registration", "video": "recording", "inlanguage": "languages", "kind": "type",
    "eventstatus": "status", "url": "online_url", "previousstartdate": "previous_start", "mode": "attendance",
    "cost": "free", "visibility": "access"})

NEWS = table("a news item", (
    *COMMON,
    field("date", MOMENT, "When it was published. In the future it keeps the item back until then.", required=True),
    field("source", record(CREDIT), "Whose release it reports."),
), lambda values: NewsFacts(**values), title="News", partial=True,
    derived={**_DERIVED, "languages": "The languages of a page are known from its files."}, hints=_COMMON_HINTS)


def _check_identifier(text: str) -> Diagnostic | None:
    """A DOI must be one; other numbers are kept as typed."""
    bare = re.sub(r"^(?:https?://(?:dx\.)?doi\.org/|doi: ?)", "", text, flags=re.IGNORECASE)
    if (bare != text or bare.startswith("10.")) and not re.fullmatch(r"10\.\d{4,9}/\S+", bare):
        return error("E-DOI", f'"{text[:80]}" is not a DOI.', "A DOI looks like 10.1787/4b2bd2d5-en.")
    return _check_if_address(text)


def _check_if_address(text: str) -> Diagnostic | None:
    """What looks like an address must be one; all else is kept as typed."""
    return check_address(text, absolute=True) if "://" in text else None


def _write_if_address(text: str) -> str:
    return write_address(text) if "://" in text else text


PUBLICATION = table("a publication", (
    *COMMON,
    field("date", MOMENT, "When it was published: 2020, 2020-03 or 2020-03-05.", required=True),
    field("abstract", TEXT, "What it says, for those who do not open the file.", kind="text", required=True),
    field("publisher", list_of(REFERENCE), "Ids of organisations."),
    field("files", _file_links(of_publication=True), "The files or addresses to read it.", required=True),
    field("identifier", checked("a DOI, an ISBN or a number", "10.1787/4b2bd2d5-en", _check_identifier,
                                write=_write_if_address),
          "DOI, ISBN or report number."),
    field("license", checked("an SPDX name or an address", "CC-BY-4.0", _check_if_address, write=_write_if_address),
          "An SPDX name or an address."),
    field("part_of", REFERENCE, "The event it came from."),
    field("isPartOf", REFERENCE, "The same as part_of.", attribute="part_of"),
    field("recordedAt", REFERENCE, "The same as part_of.", attribute="part_of"),
    field("type", one_of(PUBLICATION_TYPES, "a publication type", code="E-TYPE", likely={
        "slides": "presentation", "paper": "article"}), "report (the default), article, presentation, book, dataset."),
), lambda values: PublicationFacts(**values), title="Publication", partial=True,
    derived={**_DERIVED, "languages": "The languages of a publication are those of its files."},
    hints={**_COMMON_HINTS, "files": "files", "file": "files", "licence": "license", "doi": "identifier",
           "isbn": "identifier", "event": "part_of"})

PAGE = table("a page", (*COMMON, _DATE), lambda values: PageFacts(**values), title="Page", partial=True,
             derived=_DERIVED, hints=_COMMON_HINTS)

PAGES: dict[PageKind, Table] = {"event": EVENT, "news": NEWS, "publication": PUBLICATION, "page": PAGE}


# ---- records of data files -----------------------------------------------------------------------------------------


def _check_orcid(text: str) -> Diagnostic | None:
    """Form and check digit of an ORCID (ISO 7064, mod 11-2)."""
    bare = re.sub(r"^https?://orcid\.org/", "", text)
    if not re.fullmatch(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", bare, re.ASCII):
        return error("E-ORCID", f'"{text[:60]}" is not an ORCID.', "Write it like 0000-0002-1825-0097.")
    total = 0
    for digit in bare.replace("-", "")[:-1]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    if bare[-1] == ("X" if check == 10 else str(check)):
        return None
    return error("E-ORCID", f"{bare} fails its check digit.", "Copy it again from orcid.org.")


def _check_ror(text: str) -> Diagnostic | None:
    if re.fullmatch(r"(?:https://ror\.org/)?0[a-hj-km-np-tv-z0-9]{6}[0-9]{2}", text):
        return None
    return error("E-ROR", f'"{text[:60]}" is not a ROR identifier.', "Write it like https://ror.org/00hswnk62.")


_PREFIXES = {"en": ("Prof", "Dr", "Mr", "Ms", "Mx"), "zh": ("教授", "博士", "先生", "女士")}
_LIKELY_PREFIXES = {"professor": "Prof", "prof.": "Prof", "dr.": "Dr", "mr.": "Mr", "ms.": "Ms", "mrs": "Ms",
                    "mrs.": "Ms", "miss": "Ms", "doctor": "Dr"}


def _read_prefix(node: Node, context: Context) -> Any:
    """A form of address from the list of its language; `none` is no form."""
    text = TEXT.read(node, context)
    if text is BAD:
        return BAD
    allowed = tuple(prefix for prefixes in _PREFIXES.values() for prefix in prefixes)
    for words in text.values():
        if words not in allowed and words != "none":
            near = _LIKELY_PREFIXES.get(words.casefold())
            return context.report(error("E-PREFIX", f'"{words[:40]}" is not a form of address used here.'
                                        + (f' Did you mean "{near}"?' if near else ""),
                                        f"Write one of: {', '.join(allowed)}, none."), node)
    return {code: words for code, words in text.items() if words != "none"}


def _record_fields(*, names: str) -> tuple[Field, ...]:
    return (field("id", IDENTIFIER, "A short name, once in its list, that pages refer to.", required=True,
                  help="Add id: some-id"),
            field("name", TEXT, names, kind="text", required=True))


_NOT = field("not", list_of(WORD), "Wrong forms of the name: `check` finds them in texts, `--fix` puts the right one "
          "there.", attribute="wrong_forms")
_ALSO = field("also_known_as", list_of(WORD), "Acronyms and other spellings.")
_PROFILES = field("profiles", list_of(WEB), "Addresses of profiles elsewhere.")
_SORT_KEY = field("sort_key", TEXT, "What lists are sorted by: pinyin for Chinese.", kind="text")
_WAIVE = field("waive", ANYTHING, "Findings that are right as they are, with reasons.")


def _without_waivers(values: dict[str, Any]) -> dict[str, Any]:
    """Waivers are read by the checks of texts, from the file."""
    values.pop("waive", None)
    return values


PERSON = table("a person", (
    *_record_fields(names="As the person writes it."),
    # What is missing is asked for with the name, so that the likely part can be suggested.
    field("family_name", TEXT, "The part of the name that is the family's. Needed.", kind="text"),
    field("given_name", TEXT, "The rest of it.", kind="text"),
    field("prefix", Reader(name="a form of address", read=_read_prefix, example="Dr", form=IN_LANGUAGES),
          "Prof, Dr, Mr, Ms, Mx, 教授, 博士, 先生, 女士 or none.", kind="text"),
    _ALSO, _NOT,
    field("job_title", TEXT, "Their position.", kind="text"),
    field("affiliation", AFFILIATION, "Their organisation: its id, or its name in words.", attribute="affiliation_name",
          spread=True),
    field("description", TEXT, "Who they are, in at most 120 words.", kind="text"),
    _PROFILES,
    field("identifier", checked("an ORCID", "0000-0002-1825-0097", _check_orcid), "ORCID."),
    field("image", record(PICTURE), "A portrait, below content/data/."),
    field("image_consent", BOOLEAN, "Yes if they agreed to it."),
    field("page", BOOLEAN, "No to give them no page of their own."),
    _SORT_KEY, _WAIVE,
), lambda values: Person(**_without_waivers(values)), title="Person", needs=("id",),
    hints={"title": "job_title", "position": "job_title", "orcid": "identifier", "surname": "family_name",
           "last_name": "family_name", "first_name": "given_name", "photo": "image", "bio": "description",
           "organisation": "affiliation", "organization": "affiliation", "honorific": "prefix", "url": "profiles",
           "姓": "family_name", "姓名": "name"})

MEMBERSHIP = table("a membership", (
    field("role", list_of(one_of(MEMBER_ROLES, "a role of a member", code="E-ROLE"), or_one=True),
          "lead, secretariat, member or associate; or a list of them."),
    field("start", DATE, "Since when."),
    field("end", DATE, "Until when."),
), lambda values: Membership(**values))



def _read_coordinates(node: Node, context: Context) -> Any:
    """Latitude and longitude in degrees, as maps give them: in one text with a comma, or as a list."""
    items = node.items if isinstance(node, Sequence) else (node,)
    text = ",".join(item.text for item in items if isinstance(item, Scalar))
    numbers = re.fullmatch(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[,，]\s*(-?\d{1,3}(?:\.\d+)?)\s*", text)
    north, east = map(float, numbers.groups()) if numbers else (0.0, 0.0)
    if numbers and abs(north) <= 90 and abs(east) <= 180:
        return north, east
    turned = numbers is not None and abs(east) <= 90 < abs(north) <= 180
    shown = f"{numbers[2]}, {numbers[1]}" if numbers and turned else "54.5844, -5.9342"
    return context.report(error("E-COORDINATES", f'"{text[:40]}" is no place on the map.'
                                + (" Latitude comes first." if turned else ""),
                                f"Write latitude and longitude in degrees, south and west with a minus: {shown}"), node)


COORDINATES = Reader(name="latitude and longitude", read=_read_coordinates, example="54.5844, -5.9342")

_ORGANISATION: tuple[Field, ...] = (
    *_record_fields(names="Its official name."),
    _ALSO, _NOT,
    field("legal_name", TEXT, "Where it differs from the name. Told to search engines.", kind="text"),
    field("url", WEB, "Its home page."),
    field("email", EMAIL, "A public address."),
    field("logo", WORD, "Its logo's file, below content/data/."),
    field("description", TEXT, "What it is.", kind="text"),
    field("address", record(ADDRESS), "Street, city, region, postcode and country."),
    field("identifier", checked("a ROR identifier", "https://ror.org/00hswnk62", _check_ror), "ROR."),
    field("parent", REFERENCE, "The organisation it is part of. Told to search engines."),
    _PROFILES,
    field("founded", DATE, "When it was founded."),
    field("dissolved", DATE, "When it ceased to be. Told to search engines."),
    _SORT_KEY, _WAIVE,
)
_ORGANISATION_HINTS = {"acronym": "also_known_as", "abbreviation": "also_known_as", "website": "url",
                       "homepage": "url", "link": "url", "ror": "identifier", "location": "address",
                       "joined": "membership", "title": "name", "名称": "name"}
_MEMBER_HINTS = {**_ORGANISATION_HINTS, "geo": "coordinates", "latitude": "coordinates", "lat": "coordinates",
                 "latlon": "coordinates", "坐标": "coordinates", "经纬度": "coordinates"}
_MEMBERS_MUST = {"url": "Add url: https://…", "address": "Add address: {city: …, country: CN}"}

ORGANISATION = table("an organisation", _ORGANISATION, lambda values: Organisation(**_without_waivers(values)),
                     title="Organisation", needs=("id",), hints=_ORGANISATION_HINTS,
                     derived={"membership": "Only members have a membership; they stand in content/data/members.yaml."})
MEMBER = table("a member", (
    *(field(each.name, each.reader, each.description, kind=each.kind, attribute=each.attribute,
            required=each.required or each.name in _MEMBERS_MUST, help=_MEMBERS_MUST.get(each.name, each.help))
      for each in _ORGANISATION),
    field("coordinates", COORDINATES, "Where it is on the map: latitude and longitude."),
    field("membership", record(MEMBERSHIP), "Role, start and end.", required=True,
          help="Add membership: {role: member, start: 2017-05-25}"),
), lambda values: Organisation(**{"membership": Membership(), **_without_waivers(values)}), title="Member",
    needs=("id",), hints=_MEMBER_HINTS)

CONSORTIUM = table(
    "the consortium", tuple(each for each in _ORGANISATION if each.name not in ("id", "waive", "parent")),
    lambda values: Organisation(id="", **values), title="Organisation", hints=_ORGANISATION_HINTS)


def _build_venue(values: dict[str, Any]) -> Venue:
    values = _without_waivers(values)
    identity = values.pop("id")
    values.pop("announced_later", None)
    return Venue(id=identity, place=Place(**values))


VENUE = table("a place", (
    *_record_fields(names="The building or the institution."), *_STREET_ADDRESS, _WAIVE,
), _build_venue, title="Place", needs=("id",), hints=PLACE.hints)

SERIES = table("a series", (
    *_record_fields(names="What the series is called."),
    field("description", TEXT, "What it is.", kind="text"), _WAIVE,
), lambda values: Series(**_without_waivers(values)), title="Series", needs=("id",), hints={"title": "name"})

TOPIC = table("a topic", (*_record_fields(names="What the topic is called."), _WAIVE),
              lambda values: Topic(**_without_waivers(values)), title="Topic", needs=("id",), hints={"title": "name"})

TIMELINE = table("a timeline entry", (
    field("id", IDENTIFIER, "A short name, once in the list, for its address.", required=True, help="Add id: some-id"),
    # An entry with an event has the event's dates and name, so that neither is required by the table.
    field("start", DATE, "2016, 2016-12 or 2017-05-25."),
    field("end", DATE, "Where it lasted."),
    field("name", TEXT, "One fact, without its date.", kind="text"),
    field("description", TEXT, "More about it.", kind="text"),
    field("location", TEXT, "Where.", kind="text"),
    field("about", list_of(REFERENCE), "Ids of events, organisations or publications."),
    field("event", REFERENCE, "The event it is: name and dates are the event's."),
    field("state", one_of(("done", "planned"), "a state"), "done (the default) or planned."),
    field("circa", BOOLEAN, "Yes where the date is not certain."),
    field("source", record(CREDIT), "Where it is reported."), _WAIVE,
), lambda values: TimelineEntry(**_without_waivers(values)), title="TimelineEntry", needs=("id",),
    hints={"date": "start", "title": "name", "text": "name", "when": "start", "place": "location"})
