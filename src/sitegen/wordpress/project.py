"""The values of an export to the files of a project, and a list of what stays behind."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from sitegen.content.addresses import check_alias, check_segment
from sitegen.scripts import heading_id
from sitegen.wordpress.events import event_facts, organisation_of
from sitegen.wordpress.export import Export, Item
from sitegen.wordpress.languages import TOPICS, groups_of, language_of, names_of_terms
from sitegen.wordpress.prose import Left, Picture, to_markdown

SECTIONS = {"post": "news", "page": "", "tribe_events": "events"}
"""The kinds of posts that become pages, with their folder."""
_FURNITURE = {
    "nav_menu_item": "a menu's entry",
    "revision": "a former version",
    "wp_global_styles": "settings of the theme",
    "wp_template": "a template of the theme",
    "wp_template_part": "a template of the theme",
    "wp_block": "a block kept for use",
    "wp_navigation": "a menu",
    "custom_css": "style sheets",
    "customize_changeset": "settings of the theme",
    "oembed_cache": "a memory of WordPress",
    "acf-field": "a form of a plugin",
    "acf-field-group": "a form of a plugin",
}
_HOME = frozenset({"home", "front-page", "frontpage", "homepage", "首页"})
_LISTS = frozenset({"events", "news", "publications"})
_DRAFTS = {"draft": "a draft", "pending": "waiting to be reviewed", "private": "private"}
_BARE = re.compile(r"[A-Za-z][A-Za-z-]*|\d{4}-\d\d-\d\d(?: \d\d:\d\d)?")
_OTHERWISE = frozenset({"yes", "no", "true", "false", "on", "off", "null", "none", "y", "n"})


class Listed(NamedTuple):
    """One thing that was not carried as it was, or that somebody has to look at."""

    line: int
    """Of the export; 0 for none."""
    post: str
    """Its title and number."""
    what: str
    words: str = ""


class Moved(NamedTuple):
    """A project, with what became of everything in the export."""

    files: dict[str, str]
    copies: dict[str, str]
    """Path in the project to path in the folder of uploads."""
    listed: tuple[Listed, ...]
    carried: tuple[str, ...]
    """Numbers of the posts that are in the project."""
    behind: tuple[str, ...]
    """Numbers of those that are not; each is listed."""


def move(export: Export, media: Iterable[str], *, today: str) -> Moved:
    """The project. `media` are the paths in the folder of uploads, `today` is an ISO date."""
    return _Move(export, frozenset(media), today).moved()


class _Page(NamedTuple):
    """One page of the new site in all its languages, the source first."""

    items: tuple[tuple[str, Item], ...]
    stem: str
    """content/news/2020-03-05-x/index"""

    @property
    def address(self) -> str:
        """Below the language prefix."""
        path = self.stem.removeprefix("content/").removesuffix("index").strip("/")
        return f"{path}/" if path else ""


class _Move:
    def __init__(self, export: Export, media: frozenset[str], today: str) -> None:
        self.export = export
        self.media = media
        self.today = today
        self.files: dict[str, str] = {}
        self.copies: dict[str, str] = {}
        self.listed: list[Listed] = []
        self.carried: list[str] = []
        self.behind: list[str] = []
        self.by_id = {item.id: item for item in export.items}
        self.by_url = {_bare(item.file_url): item for item in export.items if item.file_url}
        self.aliases: set[str] = set()
        self.people: dict[str, str] = {}
        self.organisations: dict[str, dict[str, Any]] = {}
        self.used: set[str] = set()
        self.topics: dict[str, dict[str, str]] = {}

    def moved(self) -> Moved:
        pages = list(self._pages())
        self.places = {item.id: (page, code) for page in pages for code, item in page.items}
        self.by_link = {_bare(item.link): item.id for page in pages for _, item in page.items if item.link}
        self.addresses = {f"{prefix}/{page.address}" for page in pages for prefix in ("", "/en", "/zh")}
        self.names = names_of_terms(self.export)
        for page in pages:
            self._write(page)
        self._rest()
        self._site(pages)
        self._lists()
        return Moved(
            dict(sorted(self.files.items())),
            dict(sorted(self.copies.items())),
            tuple(self.listed),
            tuple(self.carried),
            tuple(self.behind),
        )

    def note(self, item: Item, what: str, words: str = "", line: int = 0) -> None:
        """Put something on the list."""
        post = f"{item.title or '(no title)'} ({item.kind} {item.id})"
        self.listed.append(Listed(line or item.line, post, what, words))

    # ---- which pages there are ----

    def _pages(self) -> Iterator[_Page]:
        wanted = [item for item in self.export.items if item.kind in SECTIONS and self._is_wanted(item)]
        taken: set[str] = set()
        for group in groups_of(wanted, self.export):
            items = sorted(group.items(), key=lambda pair: (pair[0] != "en", pair[0]))
            stem = self._stem(items[0][1])
            if stem in taken:
                self.note(items[0][1], "has the address of another page; its number was put behind it", stem)
                stem = f"{stem.removesuffix('/index')}-{items[0][1].id}" + ("/index" if stem.endswith("/index") else "")
            taken.add(stem)
            yield _Page(tuple(items), stem)

    def _is_wanted(self, item: Item) -> bool:
        if item.status in ("trash", "auto-draft", "inherit"):
            self._leave(item, "was in the bin" if item.status == "trash" else "was never written")
        elif language_of(item) not in ("en", "zh"):
            self._leave(item, f"is in another language than English and Chinese: {language_of(item)}")
        elif item.password:
            self._leave(item, "is protected by a password; everything on the new site is public")
        elif item.status == "private":
            self._leave(item, "is private; everything on the new site is public")
        else:
            return True
        return False

    def _leave(self, item: Item, why: str) -> None:
        self.behind.append(item.id)
        self.note(item, why)

    def _stem(self, item: Item) -> str:
        slug = _segment(item)
        section = SECTIONS[item.kind]
        if section:
            start = item.value("_EventStartDate") if item.kind == "tribe_events" else item.date
            day = start[:10] if re.match(r"\d{4}-\d\d-\d\d", start) else "undated"
            return f"content/{section}/{slug if slug.startswith(day) else f'{day}-{slug}'}/index"
        parts, above = [slug], self.by_id.get(item.parent)
        for _ in range(20):
            if above is None or above.kind != "page":
                break
            parts.insert(0, _segment(above))
            above = self.by_id.get(above.parent)
        is_front = _bare(item.link) == _bare(self.export.link) and not urlsplit(item.link).query
        if len(parts) == 1 and (slug in _HOME or is_front):
            return "content/index"
        if len(parts) == 1 and slug in _LISTS:
            return f"content/{slug}/index"
        if parts[0] in _LISTS:
            parts[0] = f"{parts[0]}-pages"
        return f"content/{'/'.join(parts)}/index"

    # ---- a page ----

    def _write(self, page: _Page) -> None:
        source, first = page.items[0]
        facts = self._facts(page, source, first)
        if facts is None:
            for _, item in page.items:
                self.behind.append(item.id)
            return
        for code, item in page.items:
            front: dict[str, Any] = {"title": _plain(item.title) or "(no title)"}
            if said := _plain(item.excerpt) or _plain(item.value("_yoast_wpseo_metadesc")):
                front["description"] = said
            if code == source:
                front |= facts
            elif item.status in _DRAFTS:
                front["draft"] = True
            body = self._body(page, code, item)
            self.files[f"{page.stem}.{code}.md"] = f"---\n{_yaml(front)}---\n\n{body}"
            self.carried.append(item.id)
            self._note_rest(item)

    def _facts(self, page: _Page, source: str, item: Item) -> dict[str, Any] | None:
        facts: dict[str, Any] = {}
        if item.kind == "post":
            facts |= {"date": item.date[:10], "author": [self._person(item.creator)]}
        if item.kind == "tribe_events":
            organisers = self._organisers(item)
            found = event_facts(item, self.by_id, source=source, today=self.today, organisers=organisers)
            for question in found.questions:
                self.note(item, question)
            if found.facts is None:
                return None
            facts |= found.facts
        tags = [
            self._topic(term.taxonomy, term.slug, term.name)
            for term in item.terms
            if term.taxonomy in TOPICS and term.slug != "uncategorized"
        ]
        if tags := [tag for tag in dict.fromkeys(tags) if tag]:
            facts["tags"] = tags
        if item.status in _DRAFTS:
            facts["draft"] = True
            self.note(item, f"was {_DRAFTS[item.status]}, and is a draft")
        if item.status == "future":
            facts["published"] = item.date[:16]
        if aliases := list(self._aliases(page)):
            facts["aliases"] = aliases
        if (thumbnail := self.by_id.get(item.value("_thumbnail_id"))) is not None and (
            name := self._kept(page, thumbnail.file_url)
        ):
            self.used.add(thumbnail.id)
            facts["image"] = (
                {"src": name, "alt": _alt(thumbnail)} if _alt(thumbnail) else {"src": name, "decorative": True}
            )
        return facts

    def _aliases(self, page: _Page) -> Iterator[str]:
        for _, item in page.items:
            base = urlsplit(self.export.link).path.rstrip("/")
            parts = urlsplit(item.link)
            path = unquote(parts.path).removeprefix(base)
            old = [
                re.sub(rf"{re.escape(unquote(item.slug))}(?=/?$)", unquote(slug), path)
                for slug in item.values("_wp_old_slug")
                if item.slug
            ]
            if parts.query and item.status == "publish":
                self.note(item, "has an address with a question mark, from which nobody can be led on", item.link)
                continue
            for alias in (path, *old):
                own = f"/{alias.strip('/')}/"
                if alias.strip("/") and own not in self.addresses and own not in self.aliases:
                    if check_alias(alias) is not None:
                        self.note(item, "has an address that cannot be kept", alias)
                        continue
                    self.aliases.add(own)
                    yield alias

    def _body(self, page: _Page, code: str, item: Item) -> str:
        carried = to_markdown(
            item.content,
            link=lambda url: self._link(page, item, url),
            image=lambda picture: self._image(page, item, picture),
            picture=lambda number: self._picture(number),
        )
        for left in carried.left:
            self._note_left(item, left)
        return carried.markdown

    def _note_left(self, item: Item, left: Left) -> None:
        self.note(item, f"{left.what} was left out", left.words, line=(item.content_line or item.line) + left.line)

    def _note_rest(self, item: Item) -> None:
        if item.comments:
            self.note(item, f"{item.comments} comment{'s' if item.comments > 1 else ''} stayed behind")
        fields = [name for name, value in item.meta if value and not name.startswith("_")]
        if fields:
            self.note(item, "has fields of plugins", ", ".join(dict.fromkeys(fields)))

    # ---- links and pictures ----

    def _link(self, page: _Page, item: Item, url: str) -> str:
        bare = _bare(url)
        target = self.by_link.get(bare) or self.places_of_query(url)
        if target:
            other = self.places[target][0]
            path = f"/{other.stem}.{other.items[0][0]}.md".removeprefix("/content/")
            up = "../" * (page.stem.count("/") - 1)
            return f"{up}{path}"
        if bare in self.by_url or "/wp-content/uploads/" in url:
            if name := self._kept(page, url):
                if bare in self.by_url:
                    self.used.add(self.by_url[bare].id)
                return name
            self.note(item, "links to a file that was not found in --media; the words stayed", url)
            return ""
        if url.startswith(("#", "mailto:", "tel:")):
            return url if not url.startswith("#") else ""
        if url.startswith("/") or _host(url) == _host(self.export.link):
            self.note(item, "links to something of the old site that has no page; the words stayed", url)
            return ""
        if not re.match(r"https?://[^/\s]+\.[^/\s]+", url):
            self.note(item, "has a link that leads nowhere; the words stayed", url)
            return ""
        return url.replace(" ", "%20").replace(")", "%29").replace("(", "%28")

    def places_of_query(self, url: str) -> str:
        """The post of an address such as https://example.org/?p=12."""
        found = re.search(r"[?&](?:p|page_id)=(\d+)", url)
        return found[1] if found and found[1] in self.places and _host(url) in ("", _host(self.export.link)) else ""

    def _picture(self, number: str) -> Picture | None:
        item = self.by_id.get(number)
        return Picture(item.file_url, _alt(item), _plain(item.excerpt), number) if item and item.file_url else None

    def _image(self, page: _Page, item: Item, picture: Picture) -> str:
        known = self.by_id.get(picture.id) or self.by_url.get(_bare(_full_size(picture.url)))
        name = self._kept(page, known.file_url if known else _full_size(picture.url)) or self._kept(page, picture.url)
        if not name:
            self.note(item, "shows a picture that was not found in --media", picture.url)
            return ""
        if known is not None:
            self.used.add(known.id)
        alt = picture.alt or (_alt(known) if known else "") or picture.caption
        if not alt:
            self.note(item, "shows a picture that nobody described; it says so", name)
            alt = _plain(known.title if known else "") or name
        caption = picture.caption.replace('"', "”")
        return f"![{_escaped(alt)}]({name}" + (f' "{caption}")' if caption and caption != alt else ")")

    def _kept(self, page: _Page, url: str) -> str:
        """The name of a file of the media library beside the page; empty where it is not there."""
        path = unquote(urlsplit(url).path).rpartition("/wp-content/uploads/")[2]
        if not path or path not in self.media:
            return ""
        stem, dot, ending = path.rpartition("/")[2].rpartition(".")
        name = (heading_id(stem) or "file") + dot + ending.lower()
        folder = page.stem.rpartition("/")[0]
        if self.copies.get(f"{folder}/{name}", path) != path:
            name = heading_id(path.rpartition(".")[0]) + dot + ending.lower()
        self.copies[f"{folder}/{name}"] = path
        return name

    # ---- lists ----

    def _person(self, login: str) -> str:
        known = {login: id for id, login in self.people.items()}
        if login in known:
            return known[login]
        name = heading_id(login)
        if not name or not name.isascii() or name in self.people:
            name = f"author-{len(self.people) + 1}"
        self.people[name] = login
        return name

    def _organisers(self, item: Item) -> list[str]:
        ids = []
        for number in item.values("_EventOrganizerID"):
            found = self.by_id.get(number)
            if found is None:
                continue
            id = heading_id(unquote(found.slug))
            id = id if id and id.isascii() else f"organiser-{found.id}"
            self.organisations[id] = organisation_of(found, self.languages)
            self.used.add(found.id)
            ids.append(id)
        return ids

    def _topic(self, taxonomy: str, slug: str, name: str) -> str:
        group = self.names.get((taxonomy, slug))
        label = unquote(group.slug if group else slug)
        id = heading_id(label)
        if not id or not id.isascii():
            id = f"topic-{sum(each.startswith('topic-') for each in self.topics) + 1}"
            id = next((known for known, names in self.topics.items() if name in names.values()), id)
        names = dict(group.names) if group else {}
        if not names:
            names = {"zh" if re.search(r"[\u4e00-\u9fff]", name) else "en": name}
        self.topics.setdefault(id, {}).update({code: _plain(words) for code, words in names.items()})
        return id

    @property
    def languages(self) -> list[str]:
        """The codes of the site's languages, the default first."""
        found = {code for _, code in self.places.values()}
        return ["en", "zh"] if found != {"zh"} else ["zh", "en"]

    def _lists(self) -> None:
        first = self.languages[0]
        data = {
            "people": [
                {"id": id, **self._name(_plain(self.export.authors.get(login, login)) or login)}
                for id, login in self.people.items()
            ],
            "organisations": [{"id": id, **facts} for id, facts in self.organisations.items()],
            "topics": [
                {"id": id, "name": names if first in names else {first: next(iter(names.values())), **names}}
                for id, names in self.topics.items()
            ],
        }
        for name, records in data.items():
            if records:
                self.files[f"content/data/{name}.yaml"] = "".join(
                    f"- {_yaml(record).replace(chr(10), chr(10) + '  ').rstrip()}\n" for record in records
                )

    def _name(self, name: str) -> dict[str, str]:
        """A person's name, and which part of it lists are sorted by."""
        if re.fullmatch(r"[\u4e00-\u9fff]{2,4}", name):
            return {"name": name, "family_name": name[0]}
        parts = name.split()
        if len(parts) < 2:
            return {"name": name}
        self.listed.append(Listed(0, f"{name} (author)", "has a family name that is a guess", parts[-1]))
        return {"name": name, "family_name": parts[-1]}

    # ---- all else ----

    def _rest(self) -> None:
        done = {*self.carried, *self.behind}
        menus: Counter[str] = Counter()
        for item in self.export.items:
            if item.id in done:
                continue
            if item.id in self.used:
                self.carried.append(item.id)
            elif item.kind == "attachment":
                self._leave(
                    item,
                    "is a file that no page shows"
                    + ("" if _upload(item.file_url) in self.media else ", and it was not found in --media"),
                )
            elif item.kind == "tribe_venue":
                if self._is_used_venue(item):
                    self.carried.append(item.id)
                else:
                    self._leave(item, "is a venue of no event")
            elif item.kind in _FURNITURE:
                menus[_FURNITURE[item.kind]] += 1
                self._leave(item, f"is {_FURNITURE[item.kind]}")
            else:
                self._leave(item, f"is of a kind that only a plugin knows: {item.kind}")

    def _is_used_venue(self, venue: Item) -> bool:
        return any(item.value("_EventVenueID") == venue.id and item.id in self.carried for item in self.export.items)

    def _site(self, pages: list[_Page]) -> None:
        sections = {page.stem.split("/")[1] for page in pages if page.stem.count("/") > 1}
        about = next((page.address.strip("/") for page in pages if page.address.strip("/").startswith("about")), "")
        navigation = [each for each in ("events", "news") if each in sections] + ([about] if about else [])
        title = _plain(self.export.title) or "Our network"
        names = {"en": "English", "zh": "中文"}
        site: dict[str, Any] = {
            "title": dict.fromkeys(self.languages, title),
            **(
                {"description": {code: _plain(self.export.description) for code in self.languages}}
                if _plain(self.export.description)
                else {}
            ),
            "base_url": _https(self.export.link),
            "timezone": "Europe/London",
            "languages": [{"code": code, "name": names[code]} for code in self.languages],
            **({"navigation": navigation} if navigation else {}),
            "translation": {section: {"origin": "optional"} for section in ("events", "news", "pages")},
        }
        self.files["site.yaml"] = _yaml(site)
        if not any(page.stem == "content/index" for page in pages):
            for code in self.languages:
                self.files[f"content/index.{code}.md"] = f"---\n{_yaml({'title': title})}---\n"
        self.listed.append(
            Listed(
                0,
                "site.yaml",
                "An export does not say the site's time zone nor its name in each language: see timezone and title",
            )
        )


def _yaml(value: Mapping[str, Any]) -> str:
    """A mapping in block style; inside it everything on a line. Texts are quoted, so that they stay as they are."""
    return "".join(
        f"{key}: {json.dumps(each, ensure_ascii=False) if not _is_bare(each) else each}\n"
        for key, each in value.items()
    )


def _is_bare(value: Any) -> bool:
    """Whether a word or date means itself without quotes."""
    return isinstance(value, str) and _BARE.fullmatch(value) is not None and value.lower() not in _OTHERWISE


def _segment(item: Item) -> str:
    slug = heading_id(unquote(item.slug))
    if slug and slug.isascii() and check_segment(slug) is None:
        return slug
    return f"{item.kind.removeprefix('tribe_')}-{item.id}"


def _plain(html: str) -> str:
    """Words without tags and entities, on one line."""
    from html import unescape

    return " ".join(unescape(re.sub(r"<[^>]*>", " ", re.sub(r"\[[^\]]*\]", "", html))).split())


def _escaped(text: str) -> str:
    return re.sub(r"([\[\]\\])", r"\\\1", text)


def _alt(item: Item) -> str:
    return " ".join(item.value("_wp_attachment_image_alt").split()) or _plain(item.excerpt)


def _bare(url: str) -> str:
    """An address without scheme, www., query and slash at its end: the same for all that lead to one place."""
    parts = urlsplit(url)
    return f"{parts.netloc.removeprefix('www.').lower()}{unquote(parts.path).rstrip('/')}" if parts.netloc else ""


def _host(url: str) -> str:
    return urlsplit(url).netloc.removeprefix("www.").lower()


def _full_size(url: str) -> str:
    """The picture that a smaller one was made from: photo-300x200.jpg is of photo.jpg."""
    return re.sub(r"-\d+x\d+(?=\.\w+$)", "", url)


def _upload(url: str) -> str:
    return unquote(urlsplit(url).path).rpartition("/wp-content/uploads/")[2]


def _https(link: str) -> str:
    parts = urlsplit(link)
    return f"https://{parts.netloc or 'example.org'}{parts.path.rstrip('/')}/"
