"""A published tree is whole: links lead somewhere, languages agree, and whatever is broken is reported."""

import random
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest
from story import NOW

from sitegen.build import build
from sitegen.check.output import Page, check_output
from sitegen.disk.tree import may_link
from sitegen.model import Request

ROOT = Path(__file__).resolve().parents[2]
BASE = "https://example.org/"
Files = dict[str, str | None]


def page(path: str, lang: str, body: str = "", *, versions: dict[str, str] | None = None, head: str = "") -> str:
    """A page of a small tree with everything a head must hold."""
    named = {"en": "en/", "zh-Hans": "zh/", "x-default": ""} if versions is None else versions
    links = "".join(f'<link rel="alternate" hreflang="{code}" href="{BASE}{to}">\n' for code, to in named.items())
    return (f'<!DOCTYPE html>\n<html lang="{lang}">\n<head>\n<link rel="canonical" href="{BASE}{path}">\n{links}{head}'
            f"</head>\n<body>{body}</body></html>\n")


def small(**changes: str | None) -> Files:
    """The smallest whole tree."""
    files: Files = {
        "index.html": page("", "en", '<a href="/en/">English</a> <a href="/zh/">中文</a>'),
        "404.html": page("404.html", "en", versions={}),
        "en/index.html": page(
            "en/", "en", '<h1 id="top-of-it">Home</h1><img src="/en/a.png"><a href="#top-of-it">Up</a>'),
        "zh/index.html": page("zh/", "zh-Hans", '<a href="/en/#top-of-it">English</a>'),
        "en/a.png": None,
    }
    return files | changes


def said(files: Files, base: str = BASE) -> list[str]:
    return [f"{one.path}:{one.line} {one.code}" for one in check_output(files, base_url=base)]


def broken(path: str, old: str, new: str) -> list[str]:
    """What is said of the small tree once one text in it has changed."""
    files = small()
    text = files[path] or ""
    assert old in text
    return said(files | {path: text.replace(old, new, 1)})


def test_a_whole_tree_has_no_faults() -> None:
    assert said(small()) == []


@pytest.mark.parametrize(("path", "old", "new", "expected"), [
    ("en/index.html", '/en/a.png"', '/en/b.png"', ["build/en/index.html:9 E-OUT-LINK"]),
    ("zh/index.html", "/en/#top-of-it", "/en/#elsewhere", ["build/zh/index.html:9 E-OUT-ANCHOR"]),
    ("zh/index.html", "/en/#top-of-it", "/en#top-of-it", ["build/zh/index.html:9 E-OUT-LINK"]),
    ("zh/index.html", "/en/#top-of-it", "../en/gone/", ["build/zh/index.html:9 E-OUT-LINK"]),
    ("zh/index.html", "/en/#top-of-it", f"{BASE}gone/", ["build/zh/index.html:9 E-OUT-LINK"]),
    ("en/index.html", "</h1>", '</h1><p id="top-of-it">', ["build/en/index.html:9 E-OUT-ID"]),
    ("en/index.html", "</h1>", '</h1><p aria-labelledby="top-of-it none">', ["build/en/index.html:9 E-OUT-ANCHOR"]),
    ("en/index.html", "<img ", '<img srcset="/en/a.png 1x, /en/b.png 2x" ', ["build/en/index.html:9 E-OUT-LINK"]),
    ("en/index.html", "</head>", '<link rel="stylesheet" href="/gone.css"></head>',
     ["build/en/index.html:8 E-OUT-LINK"]),
    ("en/index.html", "</head>", f'<meta property="og:image" content="{BASE}gone.png"></head>',
     ["build/en/index.html:8 E-OUT-LINK"]),
    ("404.html", ' lang="en"', "", ["build/404.html:1 E-OUT-LANG"]),
    ("404.html", 'rel="canonical"', 'rel="other"', ["build/404.html:1 E-OUT-CANONICAL"]),
    ("404.html", f'href="{BASE}404.html"', 'href="/404.html"', ["build/404.html:4 E-OUT-CANONICAL"]),
    ("404.html", f"{BASE}404.html", f"{BASE}gone/", ["build/404.html:4 E-OUT-CANONICAL"]),
])
def test_what_leads_nowhere_is_told_with_its_place(path: str, old: str, new: str, expected: list[str]) -> None:
    assert broken(path, old, new) == expected


@pytest.mark.parametrize(("old", "new", "sentence"), [
    ('hreflang="x-default"', 'hreflang="en"', "names 0 addresses for readers of no particular language"),
    ('hreflang="zh-Hans"', 'hreflang="x-default"', "names 2 addresses for readers of no particular language"),
    (f'href="{BASE}en/">\n<link rel="alternate" hreflang="z', f'href="{BASE}zh/">\n<link rel="alternate" hreflang="z',
     "does not name itself"),
    (f'hreflang="zh-Hans" href="{BASE}zh/"', 'hreflang="zh-Hans" href="/zh/"',
     "is not an address of this site in full"),
    (f'hreflang="zh-Hans" href="{BASE}zh/"', f'hreflang="zh-Hans" href="{BASE}fr/"', "is no page"),
    ('hreflang="zh-Hans"', 'hreflang="fr"', "is a page in zh-Hans"),
    (f'<link rel="alternate" hreflang="zh-Hans" href="{BASE}zh/">\n', "", "does not name the same translations"),
    (f'rel="canonical" href="{BASE}en/"', f'rel="canonical" href="{BASE}"', "is another page's"),
])
def test_languages_that_disagree_are_told(old: str, new: str, sentence: str) -> None:
    text = small()["en/index.html"] or ""
    assert old in text
    found = check_output(small(**{"en/index.html": text.replace(old, new, 1)}), base_url=BASE)
    assert sentence in " ".join(one.message for one in found)


def test_a_page_shown_in_anothers_language_sends_search_engines_there() -> None:
    """Its canonical address is the original's, and it is in no cluster."""
    files = small(**{"zh/x/index.html": page("en/x/", "zh-Hans", versions={}),
                     "en/x/index.html": page("en/x/", "en", versions={})})
    assert said(files) == []
    assert said(files | {"en/x/index.html": page("en/", "en", versions={})}) == [
        "build/zh/x/index.html:4 E-OUT-CANONICAL"]


def test_a_site_below_a_path_keeps_to_it() -> None:
    base = "https://example.org/project/"
    files: Files = {path: text and text.replace(BASE, base).replace('="/', '="/project/')
                    for path, text in small().items()}
    assert said(files, base) == []
    out = (files["zh/index.html"] or "").replace('"/project/en/#top-of-it"', '"/en/"')
    fault, = check_output(files | {"zh/index.html": out}, base_url=base)
    assert fault.message == "The link /en/ leads nowhere. Addresses of this site begin with /project/"


def test_other_sites_and_comments_and_scripts_are_nobodys_links() -> None:
    body = ('<!-- <a href="/gone/"> --><script type="application/ld+json">"<a href=\'/gone/\'>"</script>'
            '<a href="https://other.example/x">x</a><a href="//other.example/">y</a>'
            '<a href="mailto:a@example.org">z</a>')
    assert said(small(**{"404.html": page("404.html", "en", body, versions={})})) == []


def test_names_in_han_are_found_however_they_are_written() -> None:
    body = '<a href="/en/合作/#背景">a</a><a href="/en/%E5%90%88%E4%BD%9C/#%E8%83%8C%E6%99%AF">b</a>'
    files = small(**{"en/合作/index.html": page("en/合作/", "en", '<h2 id="背景">x</h2>', versions={})})
    assert said(files | {"404.html": page("404.html", "en", body, versions={})}) == []


def test_style_sheets_are_read() -> None:
    css = '@import "other.css";\nbody { background: url("../en/a.png") }\np { background: url(gone.png) }'
    assert said(small(**{"assets/a.css": css, "assets/other.css": ""})) == ["build/assets/a.css:3 E-OUT-LINK"]


def test_a_forwarding_page_must_lead_somewhere_and_nothing_more() -> None:
    stub = '<html lang="en"><meta http-equiv="refresh" content="0; url=/en/"></html>'
    assert said(small(**{"old/index.html": stub})) == []
    assert said(small(**{"old/index.html": stub.replace("/en/", "/gone/")})) == ["build/old/index.html:1 E-OUT-LINK"]


def test_a_fault_of_a_template_is_told_once() -> None:
    files = {path: text.replace("<body>", '<body><a href="/gone/">x</a>') if text else None
             for path, text in small().items()}
    fault, = check_output(files, base_url=BASE)
    assert fault.path == "build/404.html"
    assert fault.message == "The link /gone/ leads nowhere. It shows on 3 more pages."


def test_feeds_lead_somewhere_and_say_it_in_full() -> None:
    feed = f'<feed>\n<link rel="alternate" type="text/html" href="{BASE}en/"/>\n</feed>'
    assert said(small(**{"en/news.atom": feed})) == []
    assert said(small(**{"en/news.atom": feed.replace("en/", "gone/")})) == ["build/en/news.atom:2 E-OUT-LINK"]
    assert said(small(**{"en/news.atom": feed.replace(BASE, "/")})) == ["build/en/news.atom:2 E-OUT-LINK"]


# ---- what search engines are told ----------------------------------------------------------------------------------


def listed(path: str, *names: str) -> str:
    """An entry of a sitemap, with translations as pages of a small tree name them."""
    named = {"en": "en/", "zh-Hans": "zh/", "x-default": ""}
    links = "".join(f'<xhtml:link rel="alternate" hreflang="{name}" href="{BASE}{named[name]}"/>\n' for name in names)
    return f"<url>\n<loc>{BASE}{path}</loc>\n{links}</url>\n"


ALL = ("en", "zh-Hans", "x-default")
WHOLE = [listed("", *ALL), listed("en/", *ALL), listed("zh/", *ALL)]


def with_sitemap(*entries: str) -> Files:
    unlisted = page("404.html", "en", versions={}, head='<meta name="robots" content="noindex">')
    return small(**{"404.html": unlisted, "sitemap.xml": f"<urlset>\n{''.join(entries)}</urlset>\n",
                    "robots.txt": f"User-agent: *\n\nSitemap: {BASE}sitemap.xml\n"})


def test_a_sitemap_that_says_what_the_pages_say_has_no_faults() -> None:
    assert said(with_sitemap(*WHOLE)) == []
    assert said(with_sitemap(*reversed(WHOLE))) == []


@pytest.mark.parametrize(("entries", "sentence"), [
    (WHOLE[:2], "The page /zh/ is missing in the sitemap."),
    ([*WHOLE, WHOLE[0]], f"{BASE} in the sitemap stands there twice."),
    ([*WHOLE, listed("fr/")], "leads nowhere"),
    ([*WHOLE, listed("404.html")], "is no page that search engines may show"),
    ([*WHOLE, listed("en/a.png")], "is no page that search engines may show"),
    ([*WHOLE[:2], WHOLE[2].replace(BASE, "/", 1)], "is not an address of this site in full"),
    ([*WHOLE[:2], listed("zh/", "en", "zh-Hans")], "has other translations there than in the page's own head"),
    ([*WHOLE[:2], listed("zh/")], "has other translations there than in the page's own head"),
    ([*WHOLE[:2], WHOLE[2].replace('"zh-Hans"', '"zh"')], "has other translations there than in the page's own head"),
])
def test_a_sitemap_that_says_otherwise_is_told(entries: list[str], sentence: str) -> None:
    faults = check_output(with_sitemap(*entries), base_url=BASE)
    assert {one.code for one in faults} == {"E-OUT-SITEMAP"}
    assert sentence in " ".join(one.message for one in faults)


def test_the_sitemap_that_robots_are_sent_to_must_be_there() -> None:
    files = with_sitemap(*WHOLE)
    del files["sitemap.xml"]
    assert said(files) == ["build/robots.txt:3 E-OUT-SITEMAP"]


def test_a_sitemap_in_parts_is_read_whole() -> None:
    parts = "".join(f"<sitemap>\n<loc>{BASE}sitemap-{number}.xml</loc>\n</sitemap>\n" for number in (1, 2))
    files = with_sitemap(*WHOLE) | {"sitemap.xml": f"<sitemapindex>\n{parts}</sitemapindex>\n",
                                    "sitemap-1.xml": f"<urlset>{WHOLE[0]}</urlset>",
                                    "sitemap-2.xml": f"<urlset>{WHOLE[1]}{WHOLE[2]}</urlset>"}
    assert said(files) == []
    assert said(files | {"sitemap-2.xml": f"<urlset>{WHOLE[1]}</urlset>"}) == ["build/sitemap.xml:1 E-OUT-SITEMAP"]
    del files["sitemap-2.xml"]
    assert "build/sitemap.xml:5 E-OUT-SITEMAP" in said(files)


# ---- the demonstration, broken at random ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The demonstration as published."""
    output = tmp_path_factory.mktemp("demo") / "build"
    report = build(Request(project=str(ROOT), output=str(output), now=NOW, clean=True, forgetful=True))
    assert report.exit == 0, report.diagnostics
    files = {path.relative_to(output).as_posix(): path for path in output.rglob("*") if path.is_file()}
    return {name: path.read_text("utf-8") if may_link(name) else None for name, path in files.items()}


@pytest.fixture(scope="module")
def read() -> Callable[[str], Page]:
    """Pages that a change leaves alone are read once."""
    return lru_cache(maxsize=None)(Page.read)


def test_the_demonstration_is_whole(demo: Files) -> None:
    assert check_output(demo, base_url=BASE) == ()


LINK = re.compile(r' (?:href|src)="((?:https://example\.org)?/[^"]*?)(/?)((?:#[^"]*)?)"')
ANCHOR = re.compile(r' href="(?:(/[^"#]*))?#([^"]+)"')
LABEL = re.compile(r' aria-labelledby="([^" ]+)"')
ALTERNATE = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+?)(/?)">\n')
CANONICAL = re.compile(r'<link rel="canonical" href="[^"]+?(/?)">\n')


LISTED = re.compile(r"<url>\n<loc>([^<]+?)(/?)</loc>\n.*?</url>\n", re.DOTALL)
FEED_LINK = re.compile(r'<link rel="[a-z]+" [^<>]*href="([^"]+?)(/?)"/>')
LISTED_ALTERNATE = re.compile(r'<xhtml:link rel="alternate" hreflang="([^"]+)" href="([^"]+?)(/?)"/>\n')


class Vandal:
    """Breaks one thing in a tree, and says what it did."""

    def __init__(self, files: Files, seed: int) -> None:
        self.files = dict(files)
        self.chance = random.Random(seed)
        self.texts = {path: text for path, text in sorted(files.items()) if text and path.endswith(".html")}

    def breaks(self) -> str:
        """Break something."""
        deeds = (self.page, self.file, self.link, self.link, self.id, self.alternate, self.alternate, self.canonical,
                 self.listed, self.listed_alternate, self.feed)
        return self.chance.choice(deeds)()

    def _spot(self, pattern: re.Pattern[str]) -> tuple[str, re.Match[str]]:
        while True:
            path = self.chance.choice(list(self.texts))
            if spots := list(pattern.finditer(self.texts[path])):
                return path, self.chance.choice(spots)

    def _listed(self, pattern: re.Pattern[str]) -> re.Match[str]:
        return self.chance.choice(list(pattern.finditer(self.files["sitemap.xml"] or "")))

    def _put(self, path: str, spot: re.Match[str], new: str) -> str:
        text = self.files[path] or ""
        self.files[path] = text[:spot.start()] + new + text[spot.end():]
        return f"{path}: {spot[0]!r} became {new!r}"

    def _take(self, path: str) -> str:
        content = self.files.pop(path)
        if self.chance.random() < 0.5:
            folder, _, name = path.rpartition("/")
            self.files[f"{folder}/renamed-{name}" if folder else f"renamed-{name}"] = content
        return f"{path} was taken away"

    def page(self) -> str:
        return self._take(self.chance.choice(list(self.texts)))

    def file(self) -> str:
        """Something that is not a page: a picture, a document, the style sheet."""
        linked = "\n".join(self.texts.values())
        others = [path for path in sorted(self.files) if f"/{path}" in linked and not path.endswith(".html")]
        return self._take(self.chance.choice(others))

    def link(self) -> str:
        path, spot = self._spot(LINK)
        return self._put(path, spot, spot[0].replace(spot[1] + spot[2] + spot[3], f"{spot[1]}-x{spot[2]}{spot[3]}"))

    def id(self) -> str:
        """One that something refers to."""
        path, spot = self._spot(self.chance.choice((ANCHOR, LABEL)))
        if spot.re is ANCHOR and spot[1]:
            path = f"{spot[1][1:]}index.html"
        target = re.search(f' id="{re.escape(spot[spot.re.groups])}"', self.texts[path])
        assert target is not None
        return self._put(path, target, self.chance.choice(("", f'{target[0][:-1]}-x"')))

    def alternate(self) -> str:
        path, spot = self._spot(ALTERNATE)
        return self._put(path, spot, self.chance.choice((
            "", "", "", spot[0].replace(f'"{spot[1]}"', '"fr"'),
            spot[0].replace(f'{spot[2]}{spot[3]}"', f'{spot[2]}-x{spot[3]}"'),
            spot[0] * 2, spot[0].replace("https://example.org", ""), spot[0].replace("https:", "http:"))))

    def canonical(self) -> str:
        path, spot = self._spot(CANONICAL)
        return self._put(path, spot, self.chance.choice((
            "", spot[0].replace(f'{spot[1]}">', f'-x{spot[1]}">'), spot[0].replace("https://example.org", ""))))


    def listed(self) -> str:
        """An entry of the sitemap."""
        spot = self._listed(LISTED)
        return self._put("sitemap.xml", spot, self.chance.choice((
            "", spot[0] * 2, spot[0].replace(f"<loc>{spot[1]}{spot[2]}", f"<loc>{spot[1]}-x{spot[2]}"),
            spot[0].replace("<loc>https:", "<loc>http:"), spot[0].replace("<loc>https://example.org", "<loc>"))))

    def feed(self) -> str:
        """A link of a feed."""
        path = self.chance.choice([path for path in sorted(self.files) if path.endswith(".atom")])
        spot = self.chance.choice(list(FEED_LINK.finditer(self.files[path] or "")))
        return self._put(path, spot, self.chance.choice((
            spot[0].replace(f"{spot[1]}{spot[2]}", f"{spot[1]}-x{spot[2]}"), spot[0].replace("https:", "http:"))))

    def listed_alternate(self) -> str:
        """A translation that the sitemap names."""
        spot = self._listed(LISTED_ALTERNATE)
        return self._put("sitemap.xml", spot, self.chance.choice((
            "", spot[0] * 2, spot[0].replace(f'"{spot[1]}"', '"fr"'), spot[0].replace("https:", "http:"),
            spot[0].replace(f'{spot[2]}{spot[3]}"', f'{spot[2]}-x{spot[3]}"'))))


def test_every_one_of_500_random_breakages_is_reported(demo: Files, read: Callable[[str], Page]) -> None:
    silent = []
    for seed in range(500):
        vandal = Vandal(demo, seed)
        deed = vandal.breaks()
        if not check_output(vandal.files, base_url=BASE, read=read):
            silent.append(f"{seed}: {deed}")
    assert silent == []


# ---- what a page must not show -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("html", "code"), [
    ("<dl><dt>Language:</dt><dd></dd></dl>", "E-OUT-EMPTY"),
    ("<h2><span> </span></h2><p>Words.</p>", "E-OUT-EMPTY"),
    ('<a href="/en/"></a>', "E-OUT-EMPTY"),
    ("<h2>More like this</h2></main>", "E-OUT-EMPTY"),
    ("<h2>Contact</h2><h2>More</h2><p>Words.</p>", "E-OUT-EMPTY"),
    ("<script>alert(1)</script>", "E-OUT-INLINE"),
    ("<style>p{}</style>", "E-OUT-INLINE"),
    ('<p onclick="x()">Words.</p>', "E-OUT-INLINE"),
    ('<p style="color:red">Words.</p>', "E-OUT-INLINE"),
    ("<p>None</p>", "W-OUT-TEXT"),
    ("<p> TBC </p>", "W-OUT-TEXT"),
    ("<p>Lorem ipsum dolor sit amet</p>", "W-OUT-TEXT"),
    ("<p>待定</p>", "W-OUT-TEXT"),
    ("<p>Begins {{ event.start }}</p>", "W-OUT-TEXT"),
    ("<p>[metaslider id=248]</p>", "W-OUT-TEXT"),
    ('<p title="None">Words.</p>', "W-OUT-TEXT"),
    ('<img src="/en/a.png" alt="zh_CN">', "W-OUT-TEXT"),
    ('<img src="https://cdn.example.com/a.png" alt="A bridge">', "E-OUT-THIRD-PARTY"),
    ('<script src="https://cdn.example.com/a.js"></script>', "E-OUT-THIRD-PARTY"),
    ('<link rel="stylesheet" href="https://fonts.example.com/a.css">', "E-OUT-THIRD-PARTY"),
    ('<iframe src="https://video.example.com/1"></iframe>', "E-OUT-THIRD-PARTY"),
])
def test_what_no_reader_should_meet_is_told(html: str, code: str) -> None:
    assert [one.rpartition(" ")[2] for one in broken("en/index.html", "</h1>", f"</h1>{html}")] == [code]


@pytest.mark.parametrize("html", [
    "<h2>Contact</h2><h3>Post</h3><p>Words.</p>",
    '<h2><span id="x"></span>Words</h2><p>None of them was late; TBC is a town.</p>',
    "<p>Type <code>None</code> or <code>{{ name }}</code>.</p><pre>[gallery id=3]</pre>",
    '<script type="application/ld+json">{"a": null}</script>',
    '<a href="https://example.com/">Elsewhere</a>',
    '<a href="/en/" aria-label="Home"></a>',
    '<button aria-label="Close"></button>',
    '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" alt="A dot">',
    "<p>See [1] and [a note] and [x = 1].</p>",
])
def test_what_only_looks_like_it_is_left_alone(html: str) -> None:
    assert broken("en/index.html", "</h1>", f"</h1>{html}") == []
