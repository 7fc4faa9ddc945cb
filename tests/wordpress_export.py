"""An export of WordPress as a university network might have it: 200 entries, good, bad and hostile."""

from html import escape
from typing import NamedTuple

SITE = "https://old.example.org"
_HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<!-- This is a WordPress eXtended RSS file. -->
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>Bridges Network</title>
<link>{site}</link>
<description>Universities that build together</description>
<language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version>
<wp:base_site_url>{site}</wp:base_site_url>
<wp:base_blog_url>{site}</wp:base_blog_url>
<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[anna]]></wp:author_login>
<wp:author_email><![CDATA[anna@old.example.org]]></wp:author_email>
<wp:author_display_name><![CDATA[Anna Berg]]></wp:author_display_name></wp:author>
<wp:category><wp:term_id>2</wp:term_id><wp:category_nicename><![CDATA[research]]></wp:category_nicename>
<wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[Research]]></wp:cat_name></wp:category>
<wp:category><wp:term_id>3</wp:term_id><wp:category_nicename><![CDATA[research-zh]]></wp:category_nicename>
<wp:category_parent></wp:category_parent><wp:cat_name><![CDATA[研究]]></wp:cat_name></wp:category>
<wp:tag><wp:term_id>4</wp:term_id><wp:tag_slug>bridges</wp:tag_slug><wp:tag_name><![CDATA[Bridges]]></wp:tag_name></wp:tag>
"""
CLASSIC = """Bridges are <strong>long</strong>.
They are also <em>narrow</em>.

See <a href="https://old.example.org/about/">about us</a>, <a href="https://old.example.org/2019/01/gone/">this</a>
and <a href="https://elsewhere.example/x_(y)">others</a>.

[caption id="attachment_900" align="alignnone" width="300"]<img class="wp-image-900"
src="https://old.example.org/wp-content/uploads/2020/03/photo-300x200.png" alt="A bridge" /> The long bridge[/caption]

[metaslider id=248]

<ul><li>one</li><li>two</li></ul>
"""
BLOCKS = """<!-- wp:paragraph -->
<p>Gutenberg wrote <code>this_text</code>.</p>
<!-- /wp:paragraph -->

<!-- wp:heading {"level":1} -->
<h1 class="wp-block-heading">A heading that is too high</h1>
<!-- /wp:heading -->

<!-- wp:image {"id":900} -->
<figure class="wp-block-image"><img src="https://old.example.org/wp-content/uploads/2020/03/photo.png" alt=""
class="wp-image-900"/><figcaption>A caption</figcaption></figure>
<!-- /wp:image -->

<!-- wp:latest-posts {"postsToShow":3} /-->

<!-- wp:table --><figure class="wp-block-table"><table><thead><tr><th>Year</th><th>Bridges</th></tr></thead>
<tbody><tr><td>2020</td><td>4</td></tr></tbody></table></figure><!-- /wp:table -->
"""
BROKEN = """<p>An <b>unclosed <i>mess</b> of</i> tags <div>inside <p>each other
<script>alert("no")</script><iframe src="https://video.example/1"></iframe>
<a href="javascript:alert(1)" onclick="alert(2)">click</a> <img src=x onerror=alert(3)>
&lt;script&gt;shown&lt;/script&gt; 1 < 2 & 3 > 2 <table><tr><td>no header
"""
CHINESE = """<p>桥梁很<strong>长</strong>。它们也很窄。</p>

<p>请看<a href="https://old.example.org/zh/guanyu/">关于我们</a>。</p>
"""


class Entry(NamedTuple):
    """One item to be."""

    id: int
    kind: str = "post"
    title: str = "Title"
    slug: str = ""
    link: str = ""
    status: str = "publish"
    date: str = "2020-03-05 09:30:00"
    content: str = ""
    parent: int = 0
    password: str = ""
    file: str = ""
    terms: tuple[tuple[str, str, str], ...] = ()
    meta: tuple[tuple[str, str], ...] = ()
    comments: int = 0

    def xml(self) -> str:
        """As WordPress writes it."""
        cdata = self.content.replace("]]>", "]]]]><![CDATA[>")
        terms = "".join(
            f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name}]]></category>\n'
            for domain, slug, name in self.terms
        )
        meta = "".join(
            f"<wp:postmeta><wp:meta_key><![CDATA[{key}]]></wp:meta_key>\n"
            f"<wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>\n"
            for key, value in self.meta
        )
        comments = "<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment>\n" * self.comments
        file = f"<wp:attachment_url><![CDATA[{self.file}]]></wp:attachment_url>\n" if self.file else ""
        return (
            f"<item>\n<title>{escape(self.title)}</title>\n<link>{escape(self.link)}</link>\n"
            f"<dc:creator><![CDATA[anna]]></dc:creator>\n<content:encoded><![CDATA[{cdata}]]></content:encoded>\n"
            f"<excerpt:encoded><![CDATA[]]></excerpt:encoded>\n<wp:post_id>{self.id}</wp:post_id>\n"
            f"<wp:post_date><![CDATA[{self.date}]]></wp:post_date>\n<wp:post_name><![CDATA[{self.slug}]]></wp:post_name>\n"
            f"<wp:status><![CDATA[{self.status}]]></wp:status>\n<wp:post_parent>{self.parent}</wp:post_parent>\n"
            f"<wp:post_type><![CDATA[{self.kind}]]></wp:post_type>\n"
            f"<wp:post_password><![CDATA[{self.password}]]></wp:post_password>\n{file}{terms}{meta}{comments}</item>\n"
        )


def language(code: str, group: str = "") -> tuple[tuple[str, str, str], ...]:
    """What Polylang adds to an item."""
    pair = (("post_translations", group, group),) if group else ()
    return (("language", code, code), *pair)


def posts() -> list[Entry]:
    """Sixty pairs of Polylang, thirty of WPML's, and single ones."""
    found = []
    for n in range(40):
        date = f"20{10 + n % 10}-{1 + n % 12:02}-{1 + n % 28:02} 10:00:00"
        path = f"{SITE}/{date[:4]}/{date[5:7]}"
        content = (CLASSIC, BLOCKS, BROKEN)[n % 3]
        group = f"pll_{n}"
        topic = ("category", "research", "Research") if n % 2 else ("post_tag", "bridges", "Bridges")
        found.append(
            Entry(
                1000 + n,
                title=f"News & views number {n}",
                slug=f"news-{n}",
                link=f"{path}/news-{n}/",
                date=date,
                content=content,
                terms=(*language("en", group), topic),
                comments=n % 3,
                meta=(("_thumbnail_id", "900"), ("_wp_old_slug", f"older-{n}")) if n % 5 == 0 else (),
            )
        )
        found.append(
            Entry(
                2000 + n,
                title=f"第{n}条新闻",
                slug=f"%e6%96%b0%e9%97%bb-{n}",
                link=f"{SITE}/zh/{date[:4]}/xinwen-{n}/",
                date=date,
                content=CHINESE,
                terms=(*language("zh", group), ("category", "research-zh", "研究")),
            )
        )
    for n in range(10):
        wpml = (("_wpml_import_translation_group", f"g{n}"),)
        found.append(
            Entry(
                3000 + n,
                title=f"Report {n}",
                slug=f"report-{n}",
                link=f"{SITE}/report-{n}/",
                content=BLOCKS,
                meta=(*wpml, ("_wpml_import_language_code", "en"), ("subtitle", "A field of ACF")),
            )
        )
        found.append(
            Entry(
                3100 + n,
                title=f"报告{n}",
                slug=f"baogao-{n}",
                link=f"{SITE}/zh/baogao-{n}/",
                content=CHINESE,
                meta=(*wpml, ("_wpml_import_language_code", "zh-hans")),
            )
        )
    return found


def pages() -> list[Entry]:
    """A home page, a page and its child in two languages, and some that cannot be carried."""
    return [
        Entry(10, "page", "Home", "home", f"{SITE}/", content="<p>Welcome.</p>", terms=language("en", "p10")),
        Entry(11, "page", "首页", "shouye", f"{SITE}/zh/", content="<p>欢迎。</p>", terms=language("zh", "p10")),
        Entry(12, "page", "About", "about", f"{SITE}/about/", content=CLASSIC, terms=language("en", "p12")),
        Entry(13, "page", "关于", "guanyu", f"{SITE}/zh/guanyu/", content=CHINESE, terms=language("zh", "p12")),
        Entry(
            14,
            "page",
            "People",
            "people-of-ours",
            f"{SITE}/about/people-of-ours/",
            content=BLOCKS,
            parent=12,
            terms=language("en"),
        ),
        Entry(
            15, "page", "Draft", "draft", f"{SITE}/?page_id=15", "draft", content="<p>Later.</p>", terms=language("en")
        ),
        Entry(16, "page", "Secret", "secret", f"{SITE}/secret/", content="<p>No.</p>", password="x"),
        Entry(17, "page", "Private", "private", f"{SITE}/private/", "private", content="<p>No.</p>"),
        Entry(18, "page", "Accueil", "accueil", f"{SITE}/fr/", content="<p>Bonjour.</p>", terms=language("fr")),
        Entry(19, "page", "Thrown away", "thrown", f"{SITE}/thrown/", "trash"),
    ]


def events() -> list[Entry]:
    """Events that are over, that come, online, without a zone, without a date; with venues and organisers."""
    venue = (
        ("_VenueAddress", "1 College Green"),
        ("_VenueCity", "Belfast"),
        ("_VenueCountry", "United Kingdom"),
        ("_VenueZip", "BT7 1LP"),
    )
    where = (("_EventVenueID", "50"), ("_EventOrganizerID", "60"))
    found = [
        Entry(50, "tribe_venue", "Ashby Building", "ashby", f"{SITE}/venue/ashby/", meta=venue),
        Entry(51, "tribe_venue", "Nowhere", "nowhere", f"{SITE}/venue/nowhere/"),
        Entry(
            60,
            "tribe_organizer",
            "School of Bridges",
            "school",
            f"{SITE}/organizer/school/",
            meta=(("_OrganizerWebsite", "https://school.example.org/"),),
        ),
        Entry(61, "tribe_organizer", "Nobody", "nobody", f"{SITE}/organizer/nobody/"),
    ]
    for n in range(20):
        when = (
            ("_EventStartDate", f"20{15 + n % 5}-0{1 + n % 9}-14 09:30:00"),
            ("_EventEndDate", f"20{15 + n % 5}-0{1 + n % 9}-15 16:00:00"),
            ("_EventTimezone", "Europe/London"),
        )
        found.append(
            Entry(
                4000 + n,
                "tribe_events",
                f"Past event {n}",
                f"past-{n}",
                f"{SITE}/event/past-{n}/",
                content=BLOCKS,
                terms=language("en", f"e{n}"),
                meta=(*when, *(where if n % 2 else ())),
            )
        )
        found.append(
            Entry(
                4100 + n,
                "tribe_events",
                f"过去的活动{n}",
                f"guoqu-{n}",
                f"{SITE}/zh/event/guoqu-{n}/",
                content=CHINESE,
                terms=language("zh", f"e{n}"),
                meta=when,
            )
        )
    soon = (("_EventStartDate", "2027-09-14 09:30:00"), ("_EventEndDate", "2027-09-15 16:00:00"))
    online = (("_tribe_events_is_virtual", "yes"), ("_tribe_events_virtual_url", "https://meet.example.org/1"))
    for number, title, meta in (
        (4200, "To come", (*soon, ("_EventTimezone", "Europe/London"), *where)),
        (4201, "Online", (*soon, ("_EventTimezone", "UTC+8"), ("_EventOrganizerID", "60"), *online)),
        (4202, "Nobody knows where", (*soon, ("_EventTimezone", "Europe/London"))),
        (4203, "All day", (*soon, ("_EventAllDay", "yes"), *where, ("_EventCost", "0"))),
        (
            4204,
            "Cancelled",
            (
                *soon,
                ("_EventTimezone", "Europe/London"),
                *where,
                ("_tribe_events_status", "canceled"),
                ("_tribe_events_status_canceled_reason", "The hall was flooded."),
            ),
        ),
        (4205, "No date", ()),
        (4206, "No zone", (*soon, ("_EventTimezone", "UTC+5.5"), *where)),
    ):
        found.append(
            Entry(
                number,
                "tribe_events",
                title,
                title.lower().replace(" ", "-"),
                f"{SITE}/event/{number}/",
                content="<p>Words.</p>",
                terms=language("en"),
                meta=meta,
            )
        )
    return found


def others() -> list[Entry]:
    """Files, menus and what plugins keep."""
    uploads = f"{SITE}/wp-content/uploads/2020/03"
    found = [
        Entry(
            900,
            "attachment",
            "photo",
            "photo",
            f"{SITE}/photo/",
            "inherit",
            file=f"{uploads}/photo.png",
            meta=(("_wp_attachment_image_alt", "A bridge over a river"),),
        ),
        Entry(901, "attachment", "unused", "unused", f"{SITE}/unused/", "inherit", file=f"{uploads}/unused.jpg"),
    ]
    found += [Entry(5000 + n, "nav_menu_item", f"Menu {n}", f"{5000 + n}", f"{SITE}/?p={5000 + n}") for n in range(8)]
    found += [
        Entry(5100, "ml-slider", "Slider", "slider", f"{SITE}/slider/"),
        Entry(5101, "wp_global_styles", "S", "s", ""),
    ]
    return found


def entries() -> list[Entry]:
    """All of them."""
    found = [*posts(), *pages(), *events(), *others()]
    found += [
        Entry(
            6000 + n,
            title=f"Single {n}",
            slug=f"single-{n}",
            link=f"{SITE}/single-{n}/",
            content=CLASSIC,
            date=f"2021-0{1 + n % 9}-11 08:00:00",
        )
        for n in range(200 - len(found))
    ]
    return found


def export(found: list[Entry] | None = None) -> bytes:
    """The file."""
    items = "".join(entry.xml() for entry in (entries() if found is None else found))
    return (_HEAD.format(site=SITE) + items + "</channel>\n</rss>\n").encode()
