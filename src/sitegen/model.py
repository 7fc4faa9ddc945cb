"""The values that flow between the stages: plain, complete when created, without behaviour."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any, Literal

import msgspec

from sitegen.diagnostics import Diagnostic

Text = dict[str, str]
"""One text in several languages: site language code to words. A language without words has no key."""

Key = tuple[str | int, ...]
"""A question about the site: the query's name, then its arguments."""

Precision = Literal["year", "month", "day", "minute"]
PageKind = Literal["event", "news", "publication", "page"]


class Value(msgspec.Struct, frozen=True, kw_only=True, array_like=True, gc=False):
    """What every value here is: immutable, compared by content, cheap to store; never part of a cycle, so that the
    garbage collector need not look at it.
    """


# ---- input ---------------------------------------------------------------------------------------------------------


class Source(Value, frozen=True):
    """A file as it was read."""

    path: str
    """Relative to the project, with forward slashes, NFC."""
    digest: str
    size: int
    data: bytes | None = None
    """Its bytes; None for media, which are copied and never held, and for a source whose parse is remembered."""


# ---- facts: what is said of the world, free of language ------------------------------------------------------------


class Moment(Value, frozen=True):
    """A day, or a minute of local time, as precisely as it is known."""

    day: date
    """The first day of the year or month when the precision is less than a day."""
    precision: Precision = "day"
    clock: time | None = None
    """Set exactly when the precision is "minute"."""
    zone: str = ""
    """IANA name; filled in by assembly from the event or the site; empty in a parsed document."""
    fold: int = 0
    """1 for the second of two equal local times when clocks go back."""


class Place(Value, frozen=True):
    name: Text = {}
    street: Text = {}
    city: Text = {}
    region: Text = {}
    postcode: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2."""


class StatusNote(Value, frozen=True):
    text: Text = {}
    date: Moment | None = None


class Appearance(Value, frozen=True):
    """A person in a role at an event or session: an id of people.yaml, or a one-off speaker named here."""

    person: str = ""
    role: str = "speaker"
    name: Text = {}
    job_title: Text = {}
    """As of that event; default the person's own."""
    affiliation: str = ""
    """An organisation's id; default the person's own."""
    affiliation_name: Text = {}
    """Where `affiliation` was typed as words (one-off speakers)."""


class Role(Value, frozen=True):
    organisation: str
    role: str


class FileLink(Value, frozen=True):
    """A document to download or to open elsewhere."""

    title: Text = {}
    file: str = ""
    """As typed: relative to the page's folder."""
    url: str = ""
    language: str = ""
    size: int = 0
    """Bytes; typed only with `url`, read from the file otherwise."""
    pages: int = 0


class Session(Value, frozen=True):
    id: str
    kind: str = "talk"
    part: Text = {}
    title: Text = {}
    description: Text = {}
    start: Moment | None = None
    end: Moment | None = None
    location: Text = {}
    """A room, not a venue."""
    languages: tuple[str, ...] = ()
    organizers: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    speakers: tuple[Appearance, ...] = ()
    documents: tuple[FileLink, ...] = ()
    recording: str = ""


class Picture(Value, frozen=True):
    src: str
    """As typed: relative to the page's folder."""
    alt: Text = {}
    decorative: bool = False
    caption: Text = {}
    credit: Text = {}


class Correction(Value, frozen=True):
    date: Moment
    text: Text = {}


class Origin(Value, frozen=True):
    """Who translated a text, from what and how."""

    source: str = ""
    by: str = ""
    reviewed_by: str = ""
    date: Moment | None = None
    method: str = ""


class Registration(Value, frozen=True):
    url: str = ""
    opens: Moment | None = None
    closes: Moment | None = None


class Credit(Value, frozen=True):
    """Whose release a text reports."""

    name: Text = {}
    url: str = ""
    publisher: Text = {}


class Facts(Value, frozen=True, tag_field="facts"):
    """What the front matter of every kind of page may say."""

    title: Text = {}
    description: Text = {}
    slug: str = ""
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    draft: bool = False
    published: Moment | None = None
    updated: Moment | None = None
    date: Moment | None = None
    author: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    """Ids of events, people, organisations or publications the page is about; `mentions` are among them."""
    corrections: tuple[Correction, ...] = ()
    photos: tuple[Picture, ...] = ()
    image: Picture | None = None
    documents: tuple[FileLink, ...] = ()
    featured: bool = False
    bilingual: bool = False
    translated: dict[str, Origin] = {}
    """By language code; a translated file's own `translation:` becomes the entry of its language."""
    extra: Any = None
    """Plain data for templates: text, lists and mappings only."""


class EventFacts(Facts, frozen=True, tag="event"):
    type: str = "event"
    subtitle: Text = {}
    also_known_as: tuple[Text, ...] = ()
    start: Moment | None = None
    end: Moment | None = None
    timezone: str = ""
    fold: str = ""
    status: tuple[str, ...] = ("scheduled",)
    status_note: StatusNote | None = None
    previous_start: tuple[Moment, ...] = ()
    attendance: str = ""
    location: Place | None = None
    location_id: str = ""
    """`location: some-place` of places.yaml; assembly fills `location` from it."""
    planned_location: Place | None = None
    planned_location_id: str = ""
    address_announced_later: bool = False
    online_url: str = ""
    organizers: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    sponsor: tuple[str, ...] = ()
    funder: tuple[str, ...] = ()
    speakers: tuple[Appearance, ...] = ()
    sessions: tuple[Session, ...] = ()
    series: str = ""
    edition: int = 0
    languages: tuple[str, ...] = ()
    audience: Text = {}
    access: str = ""
    free: bool | None = None
    registration: Registration | None = None
    recording: str = ""
    reports: tuple[str, ...] = ()
    sequence: int = 0
    uid: str = ""
    display_timezones: tuple[str, ...] = ()
    not_recorded: tuple[str, ...] = ()


class NewsFacts(Facts, frozen=True, tag="news"):
    source: Credit | None = None


class PublicationFacts(Facts, frozen=True, tag="publication"):
    abstract: Text = {}
    publisher: tuple[str, ...] = ()
    files: tuple[FileLink, ...] = ()
    identifier: str = ""
    license: str = ""
    part_of: str = ""
    """`isPartOf` or `recordedAt`: the event it came from."""
    type: str = "report"


class PageFacts(Facts, frozen=True, tag="page"):
    pass


AnyFacts = EventFacts | NewsFacts | PublicationFacts | PageFacts


# ---- records: the lists of content/data ----------------------------------------------------------------------------


class Record(Value, frozen=True):
    id: str
    path: str = ""
    index: int = 0
    """Position in its file's list, from 0: the first part of a diagnostic's `field`."""


class Person(Record, frozen=True, tag="person"):
    name: Text = {}
    family_name: Text = {}
    given_name: Text = {}
    prefix: Text = {}
    also_known_as: tuple[str, ...] = ()
    wrong_forms: tuple[str, ...] = ()
    """`not:` in the file."""
    job_title: Text = {}
    affiliation: str = ""
    affiliation_name: Text = {}
    description: Text = {}
    profiles: tuple[str, ...] = ()
    identifier: str = ""
    """ORCID."""
    image: Picture | None = None
    image_consent: bool = False
    page: bool = True
    sort_key: Text = {}


class Membership(Value, frozen=True):
    role: tuple[str, ...] = ("member",)
    start: Moment | None = None
    end: Moment | None = None


class Organisation(Record, frozen=True, tag="organisation"):
    name: Text = {}
    also_known_as: tuple[str, ...] = ()
    wrong_forms: tuple[str, ...] = ()
    legal_name: Text = {}
    url: str = ""
    email: str = ""
    logo: str = ""
    description: Text = {}
    address: Place | None = None
    identifier: str = ""
    """ROR."""
    membership: Membership | None = None
    """Set exactly for members (members.yaml)."""
    parent: str = ""
    profiles: tuple[str, ...] = ()
    founded: Moment | None = None
    dissolved: Moment | None = None
    sort_key: Text = {}
    coordinates: tuple[float, float] | None = None
    """North and east in degrees; of members."""


class Venue(Record, frozen=True, tag="venue"):
    place: Place = Place()


class Series(Record, frozen=True, tag="series"):
    name: Text = {}
    description: Text = {}


class Topic(Record, frozen=True, tag="topic"):
    name: Text = {}


class TimelineEntry(Record, frozen=True, tag="timeline"):
    start: Moment | None = None
    end: Moment | None = None
    name: Text = {}
    description: Text = {}
    location: Text = {}
    about: tuple[str, ...] = ()
    event: str = ""
    state: str = "done"
    circa: bool = False
    source: Credit | None = None


class Term(Record, frozen=True, tag="term"):
    """A glossary entry; its id is its English form."""

    name: Text = {}
    aliases: tuple[str, ...] = ()
    wrong_forms: tuple[str, ...] = ()
    note: str = ""


AnyRecord = Person | Organisation | Venue | Series | Topic | TimelineEntry | Term


# ---- configuration: site.yaml --------------------------------------------------------------------------------------


class Language(Value, frozen=True):
    code: str
    """URL prefix and file suffix."""
    locale: str
    """CLDR, with underscores: zh_Hans_CN."""
    lang: str
    """BCP 47, for HTML: zh-Hans."""
    name: str
    """In the language itself."""
    script: Literal["latin", "han", "other"] = "latin"
    base: str = ""
    """Code of the language whose words are converted for it (`from:` in the file); empty where it has its own."""


class SectionPolicy(Value, frozen=True):
    policy: Literal["mix", "current", "source", "hide"] = "mix"
    complete: int = 0
    stale: int = 100
    origin: str = ""
    bilingual: bool = False
    publish_at: int = 50


class FooterLink(Value, frozen=True):
    title: Text = {}
    url: str = ""
    """Empty for words that lead nowhere, such as a number of registration."""


class Press(Value, frozen=True):
    """Whom the press may ask, and what it may print."""

    name: Text = {}
    email: str = ""
    phone: str = ""
    """Begins with a plus."""
    about: Text = {}


class Config(Value, frozen=True):
    title: Text
    base_url: str
    """Absolute, ends with a slash; may carry a path."""
    timezone: str
    languages: tuple[Language, ...]
    description: Text = {}
    navigation: tuple[str, ...] = ()
    page_size: int = 50
    outputs: tuple[str, ...] = ("pages", "feeds", "calendars", "sitemap", "search", "structured-data", "images", "data",
                                "figures")
    translation: dict[str, SectionPolicy] = {}
    organisation: Organisation | None = None
    display_timezones: tuple[str, ...] = ()
    region_names: dict[str, Text] = {}
    members_complete: bool = True
    members_as_of: Moment | None = None
    keep: tuple[str, ...] = ()
    programme_fonts: tuple[str, ...] = ()
    """Project paths of the fonts in which programmes for paper are set, before those of the machine."""
    card_font: str = ""
    """Project path of the font in which titles are drawn for those who share a page without a picture."""
    plugins: tuple[str, ...] = ()
    """Names of entry points, or package.module:object."""
    gone: tuple[str, ...] = ()
    """Former addresses with nothing in their place, on purpose."""
    footer: tuple[FooterLink, ...] = ()
    press: Press | None = None
    limits: dict[str, int] = {}
    checks: dict[str, str] = {}
    """Code of a rule of `check` to error, warning or off."""
    spelling: str = ""
    """british, oxford or american; empty for any."""


# ---- documents: a Markdown file, parsed ----------------------------------------------------------------------------


class Link(Value, frozen=True):
    """An address as typed in a body: a link, an image, or a record link such as `person:felix`."""

    target: str
    line: int
    column: int
    kind: Literal["link", "image", "record"] = "link"


class Heading(Value, frozen=True):
    level: int
    id: str
    text: str
    """Plain text."""
    line: int = 0


class LinkStart(Value, frozen=True, tag="a"):
    """The opening tag of link number `link` of the body; the closing tag is literal."""

    link: int
    title: str = ""


class ImageTag(Value, frozen=True, tag="img"):
    """Image number `link` of the body, its alternative text being unit number `alt`."""

    link: int
    alt: int
    title: str = ""


class RecordLink(Value, frozen=True, tag="fact"):
    """A record link inside a text: prints a fact in the page's language."""

    link: int


class NoteMark(Value, frozen=True, tag="note"):
    """The mark of footnote number `note`, from 1, in a text."""

    note: int
    again: int = 0
    """How many marks of that footnote come before it; below 0: its footnote does not lead back to it."""
    shown: bool = True
    """Otherwise a translation has lost the mark, and there is only the place to which the footnote leads back."""

    @property
    def anchor(self) -> str:
        """The id by which the footnote leads back to the mark; empty where it does not."""
        if self.again < 0:
            return ""
        return f"fnref{self.note}" + (f"-{self.again + 1}" if self.again else "")


InlinePiece = str | LinkStart | ImageTag | RecordLink | NoteMark
"""A string is finished HTML."""


class Unit(Value, frozen=True):
    """One text that is translated as a whole."""

    role: str
    """heading-2, paragraph, item, cell, caption, alt, term, definition, footnote."""
    text: str
    """Source text, as typed less its block marks, white space folded but for line breaks that readers see."""
    inline: tuple[InlinePiece, ...] = ()
    """How it prints; for an alternative text, one plain string not yet escaped."""
    line: int = 0
    language: str = ""
    """Site code of the words where a composed body mixes languages; empty: the body's own."""
    state: str = ""
    """In a composed body: the state of the translation shown, or empty."""
    id: str = ""
    """In a composed body: the unit's id where it is not fresh."""


class UnitMark(Value, frozen=True):
    """What alignment and staleness need to know of a unit, without its text."""

    role: str
    fingerprint: str
    """Of the canonical text: fingerprints.fingerprint."""
    line: int = 0
    hints: tuple[str, ...] = ()
    """Numbers, addresses and images in it, which no translation changes: they break ties."""
    neutral: bool = False
    """Has no letters: needs no translation."""
    name: str = ""
    """Of the first text of a footnote: what its marks call it."""


MarkTold = tuple[str, str, int, tuple[str, ...], bool, str]
"""The values of a `UnitMark` in their order, which is what one comes to when it is packed."""


class UnitStart(Value, frozen=True, tag="start"):
    """Inside the opening tag of a unit's element: where ` lang=… data-unit=…` may stand."""

    unit: int


class UnitText(Value, frozen=True, tag="text"):
    """The inline content of a unit."""

    unit: int


class Listing(Value, frozen=True, tag="list"):
    """A record link alone in its paragraph: prints a list (timeline, members, events)."""

    link: int


BodyPiece = str | UnitStart | UnitText | ImageTag | Listing


class Note(Value, frozen=True):
    """A footnote of a body."""

    label: str
    """What its marks call it."""
    unit: int = -1
    """The first unit in it; -1 where it has none."""


class Body(Value, frozen=True):
    """A Markdown body as finished HTML with numbered holes: fill the holes and join."""

    pieces: tuple[BodyPiece, ...] = ()
    units: tuple[Unit, ...] = ()
    links: tuple[Link, ...] = ()
    notes: tuple[Note, ...] = ()
    """Its footnotes in the order of their numbers, which begin with 1."""
    definitions: tuple[tuple[str, str, str], ...] = ()
    """The label, address and title of each link definition, for texts that are parsed apart from the body."""


class PlainBody(Value, frozen=True):
    """A body of nothing but texts, links and footnotes, as HTML in parts, some of which wait for the page."""

    parts: tuple[str, ...]
    links: tuple[tuple[int, str, str], ...] = ()
    """Which parts are starts of links, empty until somebody knows where they lead; with target and title as typed."""
    marks: tuple[tuple[int, NoteMark], ...] = ()
    """Which parts are marks of footnotes, empty until they are printed."""
    headings: tuple[tuple[int, str], ...] = ()
    """Which parts end the opening tags of headings; with their ids."""
    ids: tuple[str, ...] = ()
    """Of elements that are no headings."""
    frame: str = ""
    """Digest of what stands around the texts, of their roles and the marks in them: files alike share it."""


class Orphan(Value, frozen=True):
    """A translation of a text that the source no longer has, kept where nobody publishes it."""

    role: str
    text: str
    path: str
    line: int
    identity: str = ""
    """The page's, where a catalogue keeps it."""
    language: str = ""
    """Where a page's file keeps it."""


class Document(Value, frozen=True):
    """One Markdown file: its facts and what others need to know of its body, without the body."""

    path: str
    identity: str
    """The path without language and suffix: content/events/x."""
    language: str
    kind: PageKind
    section: str
    """Top folder, `pages` for top-level pages."""
    name: str
    """Folder or file name, from which the slug comes; empty for a section's or the site's own index."""
    facts: AnyFacts
    given: tuple[str, ...] = ()
    """Front-matter keys the file gives, as typed."""
    fact_keys: tuple[str, ...] = ()
    """Those of them that are facts, not texts: a file with any is the page's source."""
    nested: dict[str, Text] = {}
    """A translation's nested texts by key path: sessions/panel-1/title, documents/programme.pdf/title."""
    ids: str = ""
    """Every id in the body, headings' included, one a line: `anchors`."""
    links: tuple[Link, ...] = ()
    excerpt: str = ""
    """The first paragraph as plain text."""
    latin_words: int = 0
    han_characters: int = 0
    listings: bool = False
    body_digest: str = ""
    packed_marks: bytes = b""
    """Of the body's units, in their order: `marks`. Packed, because a site has very many and each is read once."""
    pairs: tuple[int, ...] = ()
    """In a file with several languages: for each unit the number of the source's, -1 for none; a unit without text is
    missing. Empty for any other document."""
    orphans: tuple[Orphan, ...] = ()
    """In comments at its end."""
    broken: bool = False
    """Its own errors are reported already; rules about what is missing stay silent."""

    @property
    def marks(self) -> tuple[UnitMark, ...]:
        """Those of the body's units, unpacked."""
        return _unpack_marks(self.packed_marks) if self.packed_marks else ()

    @property
    def anchors(self) -> tuple[str, ...]:
        """Every id in the body, headings' included."""
        return tuple(self.ids.split("\n")) if self.ids else ()


def pack_marks(marks: Sequence[UnitMark | MarkTold]) -> bytes:
    """Marks as a document holds them."""
    return _pack(marks) if marks else b""


_pack = msgspec.msgpack.Encoder().encode
_unpack_marks = msgspec.msgpack.Decoder(tuple[UnitMark, ...]).decode


class Records(Value, frozen=True):
    """One data file of known records."""

    path: str
    kind: str
    records: tuple[AnyRecord, ...] = ()
    broken: bool = False


class Data(Value, frozen=True):
    """One data file of the site's own making: text, lists and mappings only."""

    path: str
    name: str
    value: Any = None


class Message(Value, frozen=True):
    """One translated interface text; one form per plural category of the locale, in CLDR order."""

    forms: tuple[str, ...]
    line: int = 0


class Catalogue(Value, frozen=True):
    path: str
    locale: str
    messages: dict[str, Message] = {}
    """By msgid; a context is prefixed and separated by U+0004, as in MO files."""


class Template(Value, frozen=True):
    name: str
    text: str
    path: str


class Parsed(Value, frozen=True):
    """What one source came to, with what was wrong in it."""

    document: Document | None = None
    body: Body | None = None
    others: tuple[tuple[Document, Body], ...] = ()
    """Of a file with several languages: the document in each of the others, at the file's path with `#zh` behind."""
    records: Records | None = None
    data: Data | None = None
    catalogue: Catalogue | None = None
    template: Template | None = None
    acknowledgements: "Acknowledgements | None" = None
    content_catalogue: "ContentCatalogue | None" = None
    picture: "PictureFacts | None" = None
    diagnostics: tuple[Diagnostic, ...] = ()


class Packed(Value, frozen=True):
    """What one source came to, as MessagePack: cheap to hand on and to remember, and quickly read without bodies."""

    facts: bytes
    """A `Parsed` without bodies."""
    bodies: tuple[tuple[str, bytes, str], ...] = ()
    """Document path, `Body`, and the digest of its bytes."""
    plain: tuple[tuple[str, bytes], ...] = ()
    """Document path to `PlainBody`, where there is one."""
    left: tuple[int, ...] = ()
    """Where a worker has left the bodies in the passing file; then nothing of them is here but path and digest."""
    stamp: "FileStamp | None" = None
    """Of the file, where a worker has read it."""


# ---- translations --------------------------------------------------------------------------------------------------


class Acknowledged(Value, frozen=True):
    """That somebody has confirmed a translation for a source text: one line of acknowledged.tsv."""

    id: str
    source: str
    """Fingerprint of the source as confirmed."""
    translation: str
    """Fingerprint of its translation as confirmed."""
    text: str = ""
    """The source as confirmed, so that a change can be shown."""
    note: str = ""
    """`with: <id>` where one translation covers this unit and another; `trivial: <reason>`."""


class Acknowledgements(Value, frozen=True):
    """One acknowledged.tsv, sorted by id."""

    path: str
    locale: str
    records: tuple[Acknowledged, ...] = ()


class Entry(Value, frozen=True):
    """One message of a content catalogue."""

    context: str
    """`<identity>#<role>`."""
    source: str
    translation: str = ""
    previous: str = ""
    """The source this translation was made for, where it has changed since."""
    fuzzy: bool = False
    path: str = ""
    line: int = 0
    links: tuple[Link, ...] = ()
    """What its translation leads to and shows, where that is typed in the catalogue."""


class ContentCatalogue(Value, frozen=True):
    path: str
    locale: str
    entries: tuple[Entry, ...] = ()
    orphans: tuple[Orphan, ...] = ()
    """What pages left behind that were converted; what is obsolete besides is no more than a translator's memory."""


UnitStateName = Literal["fresh", "stale", "missing", "orphan", "unrecorded", "revised", "neutral"]


class UnitState(Value, frozen=True):
    """One unit of a page or record in one target language."""

    id: str
    role: str
    state: UnitStateName
    source: int = -1
    """Index of the source unit in its body; -1 for a field's text and for an orphan."""
    target: int = -1
    """Index of the counterpart in the translated file's body; -1 where there is none."""
    field: str = ""
    """For texts of front matter and data: the dotted field path in the source file."""
    translation: str = ""
    """The counterpart's text where it comes from a catalogue or a field."""
    links: tuple[Link, ...] = ()
    """Those in the text of a catalogue."""
    source_line: int = 0
    target_line: int = 0
    target_path: str = ""
    """The file the counterpart is in, or would be."""
    recorded: str = ""
    """The source as last confirmed, where it has changed since."""


class Translation(Value, frozen=True):
    """One page or record in one target language."""

    identity: str
    language: str
    fields: tuple[UnitState, ...] = ()
    """Texts of fields that the source has, in its order."""
    packed: bytes = b""
    """The units of the body in their order, then orphans. Packed, because a site has very many and looks at few."""
    total: int = 0
    """Units that are neither neutral nor orphan."""
    missing: int = 0
    stale: int = 0
    linked: bool = False
    """Whether a text of a catalogue has links."""
    parallel: bool = False
    """Whether readers get each text of the body from the translated file, each in the place of the source's."""

    @property
    def units(self) -> tuple[UnitState, ...]:
        """In the order of the source: texts of fields first, then the body; orphans last."""
        return (*self.fields, *_unpack_units(self.packed)) if self.packed else self.fields


def pack_units(units: list[UnitState]) -> bytes:
    """Units as a translation holds them."""
    return _pack(units) if units else b""


_unpack_units = msgspec.msgpack.Decoder(tuple[UnitState, ...]).decode


# ---- the site ------------------------------------------------------------------------------------------------------


class Page(Value, frozen=True):
    """One page of the site in all its languages: facts once, texts merged."""

    identity: str
    kind: PageKind
    section: str
    slug: str
    """Empty for a section's or the site's own index."""
    address: str
    """Path below the language prefix with a trailing slash: events/x/; empty for home."""
    source_language: str
    facts: AnyFacts
    documents: dict[str, str]
    """Language code to document path; the source first."""
    source: str
    """Path of the document that holds the facts."""
    files: tuple[str, ...] = ()
    """Project paths of the other files in the page's folder."""
    typed: AnyFacts | None = None
    """The facts with every text that is typed, where in `facts` a language has other words, that its readers get."""
    read: bool = True
    """All its files were read without error."""
    headed: bool = True
    """The file of the facts says something above its text."""


PICTURE_WIDTHS = (400, 800, 1600)
"""Pixels: a telephone, a column of text, the same on a fine screen."""


class PictureFacts(Value, frozen=True):
    """What a picture's header says of it."""

    width: int
    """In pixels, as it is shown: a photo that lies on its side is turned before."""
    height: int
    drawing: bool = False
    """Few colours, or see-through: kept to the pixel, where a photo is made as small as eyes allow."""
    located: bool = False
    """It says where it was taken, which nobody publishes."""
    made_by: str = ""
    """The versions of everything that decides what is made of it."""


PictureFormat = Literal["avif", "gif", "jpg", "png", "webp"]


class Rendition(Value, frozen=True):
    """A picture in one size and format."""

    width: int
    height: int
    format: PictureFormat
    drawing: bool = False
    """Kept to the pixel, where the format can."""


class CardText(Value, frozen=True):
    """The words of a picture of a page's title."""

    title: str
    site: str
    date: str


class MediaFile(Value, frozen=True):
    path: str
    digest: str
    size: int
    picture: PictureFacts | None = None
    """Of a picture: it is published in sizes, and never as it is."""


class Site(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that pages may ask about, assembled and indexed."""

    config: Config
    now: datetime
    """Aware; the one clock of the build."""
    drafts: bool = False
    pages: Mapping[str, Page] = {}
    """By identity, in the order of identities; published ones only."""
    withheld: dict[str, str] = {}
    """Identities left out of this build, with the reason: draft or scheduled."""
    documents: Mapping[str, Document] = {}
    """By path."""
    people: dict[str, Person] = {}
    organisations: dict[str, Organisation] = {}
    """Members and others: one id space, members first, file order."""
    venues: dict[str, Venue] = {}
    series: dict[str, Series] = {}
    topics: dict[str, Topic] = {}
    timeline: tuple[TimelineEntry, ...] = ()
    glossary: tuple[Term, ...] = ()
    data: dict[str, Any] = {}
    media: dict[str, MediaFile] = {}
    templates: dict[str, Template] = {}
    assets: dict[str, MediaFile] = {}
    """The theme's static files by name below templates/assets/."""
    catalogues: dict[str, dict[str, Message]] = {}
    """Interface messages by locale: the theme's, overridden by the site's."""
    addresses: dict[str, str] = {}
    """Address below the language prefix to page identity, for links."""
    slugs: dict[str, tuple[str, ...]] = {}
    """Slug to the identities that have it."""
    by_section: dict[str, tuple[str, ...]] = {}
    by_tag: dict[str, tuple[str, ...]] = {}
    by_series: dict[str, tuple[str, ...]] = {}
    by_person: dict[str, tuple[str, ...]] = {}
    """Person id to identities of the events and pages they appear on."""
    by_organisation: dict[str, tuple[str, ...]] = {}
    about: dict[str, tuple[str, ...]] = {}
    """Identity or record id to identities of the pages that are about it."""
    boundaries: tuple[datetime, ...] = ()
    """Instants (UTC, ascending) at which some answer changes though no file does."""
    record_files: dict[str, str] = {}
    """Kind of records to the path of its file, for those files that exist."""
    broken_records: tuple[str, ...] = ()
    """Kinds whose file has errors: rules about unknown ids stay silent."""
    languages: dict[str, tuple[str, ...]] = {}
    """Identity to the codes of the languages its words are in, in the order of the site's languages."""
    hidden: dict[str, frozenset[str]] = {}
    """Language code to the identities that do not exist in it (policy `hide`)."""
    states: dict[str, str] = {}
    """Event identity to upcoming, past, postponed or cancelled."""
    ends: dict[str, datetime] = {}
    """Event identity to the first instant (UTC) after it; postponed events have none."""
    times: dict[str, datetime] = {}
    """Identity to the instant (UTC) by which lists order it."""
    orders: dict[str, dict[str, tuple[str, ...]]] = {}
    """Language code to its lists in order: a section, "events/2020", and ".upcoming", ".postponed", ".past",
    ".past/2020", ".featured", which begin with a full stop because no section does."""
    lists: dict[str, dict[str, Key]] = {}
    """Language code to the addresses of its generated pages, each with its subject."""
    introductions: dict[str, str] = {}
    """Address of a list to the identity of the page that introduces it."""
    newest: dict[str, dict[str, tuple[str, ...]]] = {}
    """Language code to the entries of the feed of each section, the last change first."""
    nearby: dict[str, tuple[str, ...]] = {}
    """Kind and bucket ("event/series/x", "news/tag/y", "event/organiser/z") to identities in the order of time."""
    tag_segments: dict[str, str] = {}
    """Tag to the last segment of its address."""
    people_of: dict[str, tuple[str, ...]] = {}
    """Organisation id to the ids of the people affiliated with it."""
    file_addresses: dict[str, str] = {}
    """Project path of a file in a page's folder to its address below the language prefix."""
    withheld_addresses: dict[str, str] = {}
    """Address to the identity of a page left out of this build."""
    translations: Mapping[str, dict[str, Translation]] = {}
    """Identity to language code to the state of the page's units in each language but its own."""
    linked: frozenset[str] = frozenset()
    """Identities of the pages of which texts of catalogues have links."""
    cards: dict[tuple[str, str], "Card"] = {}
    """What lists show of a page, by language code and identity: filled in as cards are asked for, each made once."""
    organisation_cards: dict[tuple[str, str], "OrganisationCard | None"] = {}
    """The same of an organisation, by language code and id."""
    person_cards: dict[tuple[str, str], "PersonCard | None"] = {}
    tag_links: dict[tuple[str, str], dict[str, Any]] = {}
    """What pages say of a tag, by language code and id."""
    appearances: dict[tuple[str, str, str, str], dict[str, Any]] = {}
    """People as they appear without words of the event's own, by the reader's language, the page's, id and role."""
    kin: dict[tuple[str, int], tuple[str, ...]] = {}
    """The pages related to those asked about last, by identity and how many are wanted: alike in all languages."""
    typed_records: dict[str, AnyRecord] = {}
    """By identity (data/people/ada), as typed, the records that have words from a catalogue."""
    uids: dict[str, str] = {}
    """Identity to what names an event or a news item in calendars and feeds for good, where it is not its identity
    without a date (`uid` in `site/feeds.py`)."""
    withheld_slugs: dict[str, tuple[str, ...]] = {}
    """Slug to the identities, left out of this build, that have it."""
    search: dict[str, tuple[tuple[str, ...], ...]] = {}
    """Language code to what is found in it, `page:content/events/x` or `person:ada`, by block; empty without a search.
    """


# ---- artifacts -----------------------------------------------------------------------------------------------------


class Artifact(Value, frozen=True):
    """One file to publish."""

    path: str
    """Below build/: en/events/x/index.html."""
    kind: Literal["page", "card", "copy", "picture", "programme", "text"]
    template: str = ""
    language: str = ""
    """A language code; empty for the chooser, the 404 and copies."""
    subject: Key = ()
    """What the page is about: ("page", identity), ("list", "events", 2), ("tag", id), … available to the template."""
    source: str = ""
    """For a copy and for a picture: the project or theme path of the file; for a card, of the font."""
    digest: str = ""
    """For a copy and for a card: the digest of that file; for a picture that of everything that it is made from, for a
    programme that of its fonts."""
    rendition: Rendition | None = None
    """For a picture: what is made of the file."""


class KeptFile(Value, frozen=True):
    """A file that holds the bytes of an artifact until it is published."""

    location: str
    """Absolute; empty where it stands in the tree of its build, at its path (`Tree` in `disk/scratch.py`)."""
    size: int
    lasting: bool = False
    """It stays where it is when it has been published."""


class MainPart(Value, frozen=True):
    """Where in a page stands what its own template printed inside the frame."""

    start: int
    """In bytes, as is the size."""
    size: int
    given: str
    """Digest of what it could see of the frame."""


class Rendered(Value, frozen=True):
    """An artifact's bytes and the questions they came from."""

    path: str
    data: bytes | KeptFile
    digest: str
    size: int
    reads: tuple[int, ...]
    """Numbers of the questions, as the process that rendered it counts them."""
    process: int = 0
    """Which process that was."""
    known: int = 0
    """How many questions it knew before."""
    learned: tuple[Key, ...] = ()
    """The questions it put for the first time."""
    told: str = ""
    """The digests of their answers end to end, `DIGEST` in `tracing.py` for each: so they are handed over sooner."""
    diagnostics: tuple[Diagnostic, ...] = ()
    main: MainPart | None = None
    apart: tuple[int, ...] = ()
    """Those of the questions with which the main part has nothing to do."""
    kept: bool = False
    """Whether the main part is that of the last build: its questions were not put again."""
    same: bool = False
    """Whether it is the file of the last build but for a shared part: its questions are the same."""


class Trace(Value, frozen=True):
    """Why an artifact is as it is: verified, it need not be rendered."""

    artifact: Artifact
    reads: tuple[int, ...]
    """Numbers into the ledger's answers."""
    digest: str
    size: int = 0
    diagnostics: tuple[Diagnostic, ...] = ()
    main: MainPart | None = None
    """None where it cannot be told from the frame."""
    apart: tuple[int, ...] = ()
    """Those of `reads` with which the main part has nothing to do."""


class FileStamp(Value, frozen=True):
    """What stat said of a file when its digest was taken; a hint for speed, never the truth."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    digest: str


class Outline(Value, frozen=True):
    """Digests of what the questions of a site can see (`site/outline.py`)."""

    ground: str = ""
    outside: dict[str, str] = {}
    """By page identity."""
    inside: dict[str, str] = {}


class Places(Value, frozen=True):
    """Where the sources of a build were."""

    project: str = ""
    theme: str = ""
    elsewhere: dict[str, str] = {}
    """By path: where a file is that is not in the project under its path, such as the theme's."""
    folders: dict[str, tuple[int, int]] = {}
    """Inode and mtime_ns of every folder that was looked into, by where it is."""


class Ledger(Value, frozen=True):
    """What the last successful build remembers."""

    toolchain: str = ""
    """Digest of the versions of everything that could change an answer."""
    taken_ns: int = 0
    """When the sources were scanned: a file whose mtime is not older is hashed again."""
    sources: Mapping[str, FileStamp] = {}
    places: Places = Places()
    """Where these are."""
    config: tuple[str, Config | None] = ("", None)
    """What site.yaml came to, with the digest of its bytes; nothing where there was something to say of it."""
    answers: Sequence[tuple[Key, str]] = ()
    """Every question asked by any artifact, with the digest of its one answer."""
    traces: Mapping[str, Trace] = {}
    outline: Outline = Outline()
    """Of the site that gave those answers."""
    site: str = ""
    """Mark of the site as it is remembered; empty where it is not."""
    amended: tuple[str, ...] = ()
    """Identities of the pages of which the insides are others by now than in the remembered site."""
    outputs: dict[str, FileStamp] = {}
    manifest: str = ""
    """Digest of the published manifest this ledger belongs to."""
    pages: int = 0
    built: str = ""
    """ISO time of that build, for messages only."""
    folders: dict[str, tuple[int, int]] = {}
    """Inode and mtime_ns of every folder of the tree, by its path; none where others keep files in it."""
    unsure: tuple[str, ...] = ()
    """Those of them in which something may be that these do not tell."""


class Request(Value, frozen=True):
    """What the user asked of a build."""

    project: str
    """Absolute path."""
    now: datetime
    """Naive: local time of the site's zone."""
    output: str = ""
    """Absolute path; empty for build/ in the project."""
    base_url: str = ""
    clean: bool = False
    drafts: bool = False
    dry_run: bool = False
    explain: bool = False
    verify: bool = False
    allow_shrink: bool = False
    strict: bool = False
    jobs: int = 0
    """0: as many as the machine has cores, fewer for small work."""
    executor: str = ""
    """HOST:PORT of a Dask scheduler whose workers do the work; empty for processes of this machine."""
    wait: float = 0.0
    """Seconds to wait for another build's lock."""
    forgetful: bool = False
    """Remember nothing of this build."""


class StageTime(Value, frozen=True):
    """What one stage of a build took, in seconds."""

    name: str
    wall: float
    cpu: float
    """Of all processes."""
    items: int | None = None
    """How many things came of it."""


class Waived(Value, frozen=True):
    """A finding that somebody says is right as it is."""

    finding: Diagnostic
    reason: str


class Report(msgspec.Struct, kw_only=True):
    """What a run did."""

    command: str = "build"
    exit: int = 0
    seconds: float = 0.0
    pages: int = 0
    rendered: int = 0
    written: int = 0
    removed: int = 0
    unchanged: int = 0
    stale_after: str | None = None
    diagnostics: tuple[Diagnostic, ...] = ()
    waived: tuple[Waived, ...] = ()
    excerpts: dict[str, str] = {}
    """`path:line` to the source line, for the caret."""
    notices: tuple[str, ...] = ()
    """Sentences for people: scheduled pages, explanations, what would change."""
    explained: dict[str, str] = {}
    """Under --explain: artifact path to the reason it was rendered."""
    rendered_paths: tuple[str, ...] = ()
    dry_run: bool = False
    """Nothing was published: the next three say what would be."""
    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    last_good: str = ""
    """`2026-11-20 18:02, 412 pages`, for the last line of a failed run."""
    profile: tuple[StageTime, ...] = ()
    """Under --profile: the stages in their order."""


# ---- answers that templates see ------------------------------------------------------------------------------------


class Phrase(Value, frozen=True):
    """A text in the page's language or, where it has none, in another."""

    text: str
    language: str
    """Site language code of the words."""
    unit: str = ""
    """Id of the unit where it is not fresh and its words stand in the page's own text."""
    state: str = ""
    """"stale" where the words are a translation of an older text."""


class Card(Value, frozen=True):
    """What a list shows of a page."""

    identity: str
    kind: PageKind
    section: str
    url: str
    title: Phrase
    description: Phrase | None = None
    type: str = ""
    start: Moment | None = None
    end: Moment | None = None
    date: Moment | None = None
    status: tuple[str, ...] = ()
    state: str = ""
    """Events: upcoming, past, postponed or cancelled; empty otherwise."""
    attendance: str = ""
    place: Phrase | None = None
    """Venue city, or its name."""
    country: str = ""
    languages: tuple[str, ...] = ()
    """Codes of the languages the page has texts in."""
    tags: tuple[str, ...] = ()


class FeedEntry(Value, frozen=True):
    """What a feed tells of a page."""

    id: str
    url: str
    """In full."""
    title: Phrase
    status: tuple[str, ...] = ()
    summary: str = ""
    """Why an event's plans changed, then what the page is about."""
    lang: str = ""
    """BCP 47 tag of the summary where it is not in the feed's language."""
    published: str = ""
    """An instant in UTC, 2026-11-20T00:00:00Z; empty where the page gives no date."""
    updated: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[Phrase, ...] = ()


SEARCH_PER_FILE = 2
"""So many of what the search finds have their texts in one file: each of them is loaded for each that is shown."""


class Searchable(Value, frozen=True):
    """What the search finds something by, and leads to; but for the body of a page."""

    url: str
    title: str
    lang: str = ""
    """BCP 47 tag of the title where it is not in the language of the search."""
    names: tuple[str, ...] = ()
    """What it is called besides, in every script."""
    texts: tuple[str, ...] = ()
    facts: dict[str, str] = {}
    """What the record links in the body print, by their targets."""


class CalendarEntry(Value, frozen=True):
    """What a calendar tells of an event, in the words of one language."""

    uid: str
    sequence: int
    changed: str
    """An instant in UTC: 20261120T093000."""
    start: Moment
    end: Moment | None
    status: tuple[str, ...]
    title: str
    title_lang: str
    """BCP 47, as of each text."""
    about: str
    about_lang: str
    note: str
    """Why the plans changed."""
    note_lang: str
    url: str
    """Of the page, in full."""
    source: str
    """Of the event's own calendar file, in full."""
    online: bool
    place: tuple[str, ...]
    """Name, street, city and region of the venue, so far as they are given."""
    country: str
    online_url: str
    organizer: tuple[str, str]
    """Name and e-mail address."""
    type: str
    tags: tuple[str, ...]
    recording: str


class OrganisationCard(Value, frozen=True):
    id: str
    name: Phrase
    other_name: Phrase | None = None
    acronym: str = ""
    url: str = ""
    """Its page on this site if it is a member, else its own site, else empty."""
    external: bool = False
    city: Phrase | None = None
    country: str = ""
    logo: str = ""
    role: tuple[str, ...] = ()
    start: Moment | None = None
    end: Moment | None = None
    sort_key: str = ""


class PersonCard(Value, frozen=True):
    id: str
    name: Phrase
    other_name: Phrase | None = None
    prefix: Phrase | None = None
    url: str = ""
    """Empty where the person has no page."""
    job_title: Phrase | None = None
    affiliation: OrganisationCard | None = None
    affiliation_name: Phrase | None = None
    sort_key: str = ""


class Version(Value, frozen=True):
    """One page in one language, for the switcher and the head."""

    code: str
    lang: str
    name: str
    url: str
    translated: bool
    """Its words are in that language; hreflang lists only these."""
    current: bool = False
