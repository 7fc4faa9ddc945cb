"""Bodies: what fills the holes, and that nothing breaks out of them."""

from html.parser import HTMLParser
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sitegen.model import (
    Body,
    ImageTag,
    Key,
    Language,
    Link,
    Listing,
    NoteMark,
    Phrase,
    RecordLink,
    Unit,
    UnitStart,
    UnitText,
)
from sitegen.model import LinkStart as Start
from sitegen.render.body import render_body

ENGLISH = Language(code="en", locale="en_GB", lang="en", name="English")
CHINESE = Language(code="zh", locale="zh_Hans_CN", lang="zh-Hans", name="中文", script="han")


def fill(body: Body, answers: dict[Key, Any], language: Language = ENGLISH, words: Language = ENGLISH) -> str:
    """The body of page p; every question outside `answers` is answered by none."""

    def fetch(key: Key) -> Any:
        return (ENGLISH, CHINESE) if key == ("languages",) else answers.get(key)

    return render_body(body, identity="p", language=language, words=words, fetch=fetch,
                       listing=lambda name, items: f"[{name}: {len(items)}]")


def paragraph(*inline: Any, target: str = "t", **more: Any) -> Body:
    """One paragraph with these inline pieces, whose link 0 leads to `target`."""
    unit = Unit(role="paragraph", text="", inline=inline)
    return Body(pieces=("<p", UnitStart(unit=0), ">", UnitText(unit=0), "</p>\n"), units=(unit,),
                links=(Link(target=target, line=1, column=1),), **more)


LINK = paragraph("See ", Start(link=0, title='a "title"'), "here", "</a>.")


def test_units_are_joined() -> None:
    assert fill(paragraph("A <em>b</em>."), {}) == "<p>A <em>b</em>.</p>\n"


def test_a_link_leads_where_the_site_says() -> None:
    answer = {"url": "/en/x/?a=1&b=2", "external": False, "language": "en"}
    assert fill(LINK, {("link", "en", "p", "t"): answer}) == (
        '<p>See <a href="/en/x/?a=1&amp;b=2" title="a &#34;title&#34;">here</a>.</p>\n')


def test_a_link_to_another_language_says_so() -> None:
    answer = {"url": "/zh/x/", "external": False, "language": "zh"}
    assert '<a href="/zh/x/" hreflang="zh-Hans"' in fill(LINK, {("link", "en", "p", "t"): answer})


def test_an_external_link_is_a_plain_link() -> None:
    answer = {"url": "https://example.org/", "external": True, "language": ""}
    assert '<a href="https://example.org/" title=' in fill(LINK, {("link", "en", "p", "t"): answer})


def test_a_dead_link_keeps_its_words() -> None:
    assert fill(LINK, {}) == '<p>See <a title="a &#34;title&#34;">here</a>.</p>\n'


def test_links_of_a_text_shown_in_another_language_lead_into_the_readers() -> None:
    answer = {"url": "/zh/x/", "external": False, "language": "zh"}
    shown = fill(LINK, {("link", "zh", "p", "t"): answer}, language=CHINESE, words=ENGLISH)
    assert '<a href="/zh/x/" title=' in shown


def test_images() -> None:
    body = Body(pieces=("<p>", ImageTag(link=0, alt=0), "</p>"), links=(Link(target="a.jpg", line=1, column=1),),
                units=(Unit(role="alt", text="", inline=('a <b> & "c"',)),))
    told = {"url": "/en/x/a.jpg", "width": 0, "height": 0, "srcset": "", "sources": ()}
    assert fill(body, {("image", "en", "p", "a.jpg"): told}) == (
        '<p><img src="/en/x/a.jpg" alt="a &lt;b&gt; &amp; &#34;c&#34;" loading="lazy" decoding="async"></p>')
    assert fill(body, {}) == '<p><img alt="a &lt;b&gt; &amp; &#34;c&#34;"></p>'


def test_the_browser_chooses_among_the_sizes_of_an_image_and_keeps_its_room() -> None:
    body = Body(pieces=(ImageTag(link=0, alt=0, title="T"),), links=(Link(target="a.jpg", line=1, column=1),),
                units=(Unit(role="alt", text="", inline=("A hall",)),))
    told = {"url": "/i/a-800.jpg", "width": 800, "height": 600, "srcset": "/i/a-400.jpg 400w, /i/a-800.jpg 800w",
            "sources": (("image/avif", "/i/a-400.avif 400w"),)}
    sizes = 'sizes="(min-width: 45rem) 40rem, calc(100vw - 2.5rem)"'
    assert fill(body, {("image", "en", "p", "a.jpg"): told}) == (
        f'<picture><source type="image/avif" srcset="/i/a-400.avif 400w" {sizes}>'
        f'<img src="/i/a-800.jpg" srcset="/i/a-400.jpg 400w, /i/a-800.jpg 800w" {sizes} alt="A hall" width="800" '
        'height="600" title="T" loading="lazy" decoding="async"></picture>')


def test_only_a_first_image_near_the_top_is_loaded_at_once() -> None:
    links = tuple(Link(target=name, line=1, column=1) for name in ("a.jpg", "b.jpg"))
    units = (Unit(role="alt", text="", inline=("A",)), Unit(role="alt", text="", inline=("B",)))
    told = {"url": "/x.jpg", "width": 0, "height": 0, "srcset": "", "sources": ()}

    def shown(before: str, *, eager: bool) -> list[bool]:
        body = Body(pieces=(before, ImageTag(link=0, alt=0), ImageTag(link=1, alt=1)), links=links, units=units)
        html = render_body(body, identity="p", language=ENGLISH, words=ENGLISH, listing=lambda name, items: "",
                           fetch=lambda key: told, eager=eager)
        return ["fetchpriority" in tag and "lazy" not in tag for tag in html.split("<img")[1:]]

    assert shown("<p>A</p>", eager=True) == [True, False]
    assert shown("<p>A</p>" * 300, eager=True) == [False, False]
    assert shown("<p>A</p>", eager=False) == [False, False]


def test_a_decorative_image_has_an_empty_alternative() -> None:
    body = Body(pieces=(ImageTag(link=0, alt=0),), links=(Link(target="a.jpg", line=1, column=1),),
                units=(Unit(role="alt", text=""),))
    assert 'alt=""' in fill(body, {})


def test_a_footnotes_mark_leads_there_and_is_led_back_to() -> None:
    body = paragraph("a", NoteMark(note=2, again=1), NoteMark(note=1, again=-1), NoteMark(note=3, shown=False))
    assert fill(body, {}) == (
        '<p>a<sup class="footnote-mark"><a href="#fn2" id="fnref2-2">2</a></sup>'
        '<sup class="footnote-mark"><a href="#fn1">1</a></sup><span id="fnref3"></span></p>\n')


FACT = paragraph("By ", RecordLink(link=0), ".", target="person:felix")


def test_a_fact_is_printed_in_the_language_of_the_prose() -> None:
    felix = Phrase(text="Felix & Co", language="en")
    answers: dict[Key, Any] = {("fact", "en", "p", "person:felix"): {"text": felix, "url": "/en/f/"}}
    assert fill(FACT, answers) == '<p>By <a href="/en/f/">Felix &amp; Co</a>.</p>\n'
    answers["fact", "zh", "p", "person:felix"] = {"text": Phrase(text="菲", language="zh"), "url": "/zh/f/"}
    assert fill(FACT, answers, language=CHINESE) == '<p>By <a href="/zh/f/">Felix &amp; Co</a>.</p>\n'


def test_a_fact_that_has_no_words_in_that_language_says_so() -> None:
    felix = Phrase(text="菲", language="zh")
    shown = fill(FACT, {("fact", "en", "p", "person:felix"): {"text": felix, "url": ""}})
    assert shown == '<p>By <span lang="zh-Hans">菲</span>.</p>\n'


def test_a_count_is_a_number() -> None:
    body = paragraph(RecordLink(link=0), target="count:members")
    assert fill(body, {("fact", "en", "p", "count:members"): {"number": 1234}}) == "<p>1,234</p>\n"


def test_a_list_is_printed_by_its_template() -> None:
    for target, name in (("timeline", "timeline"), ("members", "members"), ("people", "people"),
                         ("events:series=x", "cards"), ("news", "cards")):
        body = Body(pieces=(Listing(link=0),), links=(Link(target=target, line=1, column=1),))
        assert fill(body, {("fact", "en", "p", target): {"items": (1, 2)}}) == f"[{name}: 2]"
        assert fill(body, {("fact", "en", "p", target): (1, 2, 3)}) == f"[{name}: 3]"


class Tags(HTMLParser):
    """Collects the elements and attributes that a browser would see."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, tuple[str, ...]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, tuple(name for name, _ in attrs)))


ATTACKS = ['"><script>', "' onload='", "</a><img src=x onerror=1>", "&quot;", "\0"]
HOSTILE = st.text(max_size=20) | st.sampled_from(ATTACKS)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_no_text_breaks_out(words: str, address: str, title: str) -> None:
    body = Body(
        pieces=(UnitText(unit=0), ImageTag(link=0, alt=1, title=title)),
        units=(Unit(role="paragraph", text="", inline=(Start(link=0, title=title), "x</a>", RecordLink(link=0))),
               Unit(role="alt", text="", inline=(words,))),
        links=(Link(target="t", line=1, column=1),),
    )
    shown = fill(body, {
        ("link", "en", "p", "t"): {"url": address, "external": True, "language": ""},
        ("image", "en", "p", "t"): {"url": address, "width": 0, "height": 0, "srcset": "", "sources": ()},
        ("fact", "en", "p", "t"): {"text": Phrase(text=words, language="zh"), "url": address},
    })
    tags = Tags()
    tags.feed(shown)
    tags.close()
    names = [name for name, _ in tags.seen]
    assert names == ["a", *(["a"] if address else []), "span", "img"]
    allowed = {"href", "title", "lang", "src", "alt", "loading", "decoding"}
    assert all(set(attributes) <= allowed for _, attributes in tags.seen)
