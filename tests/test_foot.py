"""Stories of what stands at the foot of pages: registration numbers, statements, and what the press may print."""

from pathlib import Path

import pytest
from story import Story


@pytest.fixture
def story(tmp_path: Path) -> Story:
    return Story(tmp_path)


def foot(story: Story, path: str) -> str:
    """The footer of a page."""
    return story.page(path).partition('<footer class="colophon">')[2]


def test_an_entry_leads_to_the_page_in_the_readers_language_or_elsewhere_or_nowhere(story: Story) -> None:
    story.write("site.yaml", story.text("site.yaml") + """\
footer:
  - {title: {en: Privacy, zh: 隐私声明}, url: /about/}
  - {title: 京ICP备00000000号, url: "https://beian.example.cn/"}
  - {title: {en: Registered charity 0000000, zh: 注册慈善机构，编号0000000}}
""")
    story.must_build()
    english, chinese = foot(story, "en/index.html"), foot(story, "zh/index.html")
    assert '<li><a href="/en/about/">Privacy</a></li>' in english
    assert '<li><a href="/zh/about/">隐私声明</a></li>' in chinese
    assert "<li>Registered charity 0000000</li>" in english
    assert "<li>注册慈善机构，编号0000000</li>" in chinese
    assert 'href="https://beian.example.cn/"' in english
    assert 'href="https://beian.example.cn/"' in chinese


def test_below_news_stands_what_the_press_may_print_and_whom_it_may_ask(story: Story) -> None:
    story.must_build()
    page = "news/2026-05-01-minutes/index.html"
    assert "For the press" not in story.page(f"en/{page}")
    story.write("site.yaml", story.text("site.yaml") + """\
press:
  name: {en: Press office, zh: 新闻办公室}
  email: press@tiny.example
  phone: +44 (0)28 9000-0000
  about: {en: We are tiny & "good"., zh: 我们很小。}
""")
    report = story.must_build()
    english, chinese = story.page(f"en/{page}"), story.page(f"zh/{page}")
    assert "<h2>For the press</h2>" in english
    assert "We are tiny &amp; &#34;good&#34;." in english
    assert '<a href="tel:+442890000000">+44 (0)28 9000-0000</a>' in english
    assert "<h2>媒体联络</h2>" in chinese
    assert "新闻办公室" in chinese
    assert '<a href="mailto:press@tiny.example">' in chinese
    # Nothing but news shows it, so nothing but news is rendered again.
    assert report.rendered <= 2


@pytest.mark.parametrize(("typed", "said"), [
    ("phone: 028 9000 0000", "E-PHONE"), ("phone: javascript:alert(1)", "E-PHONE"), ("email: press", "E-EMAIL"),
    ("mail: press@tiny.example", "E-KEY"),
])
def test_a_press_contact_that_nobody_can_reach_is_refused(story: Story, typed: str, said: str) -> None:
    story.write("site.yaml", story.text("site.yaml") + f"press: {{{typed}}}\n")
    report = story.build()
    assert [(one.code, one.exit) for one in report.diagnostics if one.severity == "error"] == [(said, 2)]


def test_an_entry_of_the_timeline_shows_its_permanent_address(story: Story) -> None:
    story.must_build()
    html = story.page("en/timeline/index.html")
    identifier = html.partition('<ol class="timeline">')[2].partition('<li id="')[2].partition('"')[0]
    assert f'<p class="date"><a href="#{identifier}">' in html
