"""Pages from templates: what they are given, what is recorded, and what is said when a template is wrong."""

from collections.abc import Callable
from typing import Any

import pytest
from jinja2 import UndefinedError

from sitegen.diagnostics import Diagnostic
from sitegen.model import Artifact, Body, Key, Language, Link, Listing, Phrase, Template
from sitegen.render.pages import Renderer
from sitegen.tracing import Answers, track

ENGLISH = Language(code="en", locale="en_GB", lang="en", name="English")
CHINESE = Language(code="zh", locale="zh_Hans_CN", lang="zh-Hans", name="中文", script="han")
PAGE = Artifact(path="en/events/x/index.html", kind="page", template="page.html", language="en",
                subject=("page", "content/events/x"))
PAGE_ZH = Artifact(path="zh/events/x/index.html", kind="page", template="page.html", language="zh",
                   subject=("page", "content/events/x"))


class TinySite:
    """Answers from plain tables; templates are given by name."""

    def __init__(self, **templates: str) -> None:
        self.templates = {name.replace("__", "/") + ".html": text for name, text in templates.items()}
        self.messages: dict[tuple[str, str], tuple[str, ...]] = {}
        self.titles = {"en": Phrase(text="Rivers", language="en"), "zh": Phrase(text="河流", language="zh")}
        self.body = Body(pieces=("<p>Water.</p>",))
        self.region_names: dict[str, Any] = {}

    def answer(self, key: Key) -> Any:
        answers: dict[str, Callable[..., Any]] = {
            "template": self._template,
            "about": lambda code: {"base": "/x/", "base_url": "https://example.org/x/", "home": f"/x/{code}/",
                                   "region_names": self.region_names},
            "languages": lambda: (ENGLISH, CHINESE),
            "versions": lambda code, address: (code, address),
            "introduction": lambda code, address: "content/events/index" if address == "events/" else None,
            "message": lambda locale, text: self.messages.get((locale, text)),
            "page": lambda code, identity: {
                "identity": identity, "title": self.titles[code], "language": "en", "notice": None,
                "items": ("a", "b"), "nothing": None},
            "body": lambda code, identity: self.body,
            "shared": lambda code, name, given: f"<p>{name} {given}",
            "card": lambda code, identity: {"title": f"card of {identity}"},
            "latest": lambda code, section, n: tuple(f"{section} {i}" for i in range(n)),
            "fact": lambda code, identity, target: {"items": (f"item of {target}",)},
        }
        return answers[str(key[0])](*key[1:])

    def _template(self, name: str) -> Template | None:
        text = self.templates.get(name)
        return None if text is None else Template(name=name, text=text, path=f"templates/{name}")


def render(site: TinySite, artifact: Artifact = PAGE, renderer: Renderer | None = None) -> tuple[str, dict[Key, None]]:
    """The page's text and the questions it asked; fails on diagnostics."""
    fetch, reads = track(Answers(site.answer))
    data, diagnostics = (renderer or Renderer((ENGLISH, CHINESE))).render(artifact, fetch)
    assert diagnostics == ()
    return data.decode(), reads


def fault(site: TinySite, artifact: Artifact = PAGE) -> Diagnostic:
    """The one diagnostic of a page that cannot be rendered."""
    fetch, _ = track(Answers(site.answer))
    data, (problem,) = Renderer((ENGLISH, CHINESE)).render(artifact, fetch)
    assert data == b""
    assert (problem.code, problem.severity, problem.exit) == ("E-TEMPLATE", "error", 1)
    assert artifact.path in problem.message
    assert problem.help
    return problem


# ---- what templates are given ----------------------------------------------------------------------------------------


def test_a_page_is_given_what_the_documentation_promises() -> None:
    site = TinySite(page="{{ language.lang }}|{{ url }}|{{ canonical }}|{{ subject[1] }}|{{ versions|join(' ') }}|"
                         "{{ entry.title|words }}|{{ content }}")
    text, reads = render(site)
    assert text == ("en|/x/en/events/x/|https://example.org/x/en/events/x/|content/events/x|en events/x/|"
                    "Rivers|<p>Water.</p>")
    assert ("page", "en", "content/events/x") in reads
    assert ("body", "en", "content/events/x") in reads
    assert ("template", "page.html") in reads


def test_a_list_is_given_the_page_that_introduces_it() -> None:
    site = TinySite(page="{{ entry.identity if entry else 'none' }} {{ content }}")
    events = Artifact(path="en/events/index.html", kind="page", template="page.html", language="en",
                      subject=("listing", "events", 1))
    tags = Artifact(path="en/tags/index.html", kind="page", template="page.html", language="en", subject=("tags",))
    assert render(site, events)[0] == "content/events/index <p>Water.</p>"
    assert render(site, tags)[0] == "none "


def test_pages_without_a_language_are_in_the_first() -> None:
    site = TinySite(page="{{ language.code }} {{ url }} {{ versions|length }} {{ entry is none }}")
    chooser = Artifact(path="index.html", kind="page", template="page.html", subject=("chooser",))
    missing = Artifact(path="404.html", kind="page", template="page.html", subject=("not-found",))
    assert render(site, chooser)[0] == "en /x/ 2 True"
    assert render(site, missing)[0] == "en /x/404.html 0 True"


def test_addresses_are_percent_encoded() -> None:
    artifact = Artifact(path="zh/events/论坛/index.html", kind="page", template="page.html", language="zh",
                        subject=("page", "content/events/论坛"))
    assert render(TinySite(page="{{ url }}"), artifact)[0] == "/x/zh/events/%E8%AE%BA%E5%9D%9B/"


def test_questions_are_asked_in_the_language_of_the_page() -> None:
    site = TinySite(page="{% for x in site.latest('news', 2) %}{{ x }};{% endfor %}")
    text, reads = render(site, PAGE_ZH)
    assert text == "news 0;news 1;"
    assert ("latest", "zh", "news", 2) in reads


def test_functions_work_in_blocks_and_loops() -> None:
    """There Jinja passes variables of its own, which no function of ours knows."""
    site = TinySite(page="{% extends 'b.html' %}{% block a %}{% for i in [1] %}{% set n = i %}{{ site.card(n).title }} "
                         "{{ _('x') }} {{ day(none) }}{{ 5|number }}{% endfor %}{% endblock %}",
                    b="{% block a %}{% endblock %}")
    assert render(site)[0] == "card of 1 x 5"


def test_a_shared_part_is_printed_once_and_is_one_question_of_each_page() -> None:
    site = TinySite(page="{{ shared('foot.html') }}|{{ shared('foot.html', 'here') }}",
                    foot="{{ site.card('a').title }} {{ given }}")
    text, reads = render(site)
    assert text == "<p>foot.html |<p>foot.html here"
    assert ("shared", "en", "foot.html", "") in reads
    assert ("card", "en", "a") not in reads, "its questions are its own"


def test_a_shared_part_sees_nothing_of_a_page() -> None:
    site = TinySite(page="", foot="{{ language.code }} {{ site.card('a').title }} {{ given }}",
                    bad="{{ entry.title }}")
    fetch, _ = track(Answers(site.answer))
    renderer = Renderer((ENGLISH, CHINESE))
    assert renderer.shared("zh", "foot.html", "x", fetch) == "zh card of a x"
    with pytest.raises(UndefinedError, match="entry"):
        renderer.shared("zh", "bad.html", "", fetch)


def test_macros_that_see_only_what_lasts_serve_every_page_and_those_that_see_the_page_are_its_own() -> None:
    site = TinySite(page="{% from 'm.html' import m %}{{ m() }} {% from 'p.html' import m as p %}{{ p() }}",
                    m="{% macro m() %}{{ site.card(language.code).title }}{% endmacro %}",
                    p="{% macro m() %}{{ url }}{% endmacro %}")
    renderer = Renderer((ENGLISH, CHINESE))
    for artifact in (PAGE, PAGE_ZH, PAGE):
        text, reads = render(site, artifact, renderer)
        code = artifact.language
        assert text.startswith(f"card of {code} /x/{code}/")
        assert {("template", "m.html"), ("template", "p.html"), ("card", code, code)} <= reads.keys()


def test_an_edit_of_macros_that_lasted_is_seen() -> None:
    """A preview renders with the same renderer for days: also where the edit is two imports away."""
    site = TinySite(page="{% from 'm.html' import m %}{{ m() }}",
                    m="{% from 'n.html' import n %}{% macro m() %}{{ n() }}{% endmacro %}",
                    n="{% macro n() %}before{% endmacro %}")
    renderer = Renderer((ENGLISH, CHINESE))
    assert render(site, PAGE, renderer)[0] == "before"
    site.templates["n.html"] = "{% macro n() %}after{% endmacro %}"
    assert render(site, PAGE, renderer)[0] == "after"
    site.templates["n.html"] = "{% macro n() %}{{ url }}{% endmacro %}"
    for artifact in (PAGE, PAGE_ZH):
        assert render(site, artifact, renderer)[0].startswith(f"/x/{artifact.language}/"), "now it sees the page"


def test_names_in_answers_come_before_methods_and_none_prints_nothing() -> None:
    assert render(TinySite(page="{{ entry.items|join }}[{{ entry.nothing }}]"))[0] == "ab[]"


def test_everything_is_escaped() -> None:
    site = TinySite(page='<a title="{{ entry.title|plain }}">{{ entry.title|words }}{{ site.card("<i>").title }}</a>')
    site.titles["en"] = Phrase(text='"><script>{{ 7*7 }}', language="en")
    text, _ = render(site)
    assert "<script>" not in text
    assert "<i>" not in text
    assert "{{ 7*7 }}" in text, "content is never a template"


def test_words_of_another_language_say_so() -> None:
    site = TinySite(page="{{ entry.title|words }}<p{{ entry.title|lang }}>{{ entry.title|plain }}</p>{{ none|words }}")
    site.titles["zh"] = Phrase(text="Rivers", language="en")
    assert render(site, PAGE_ZH)[0] == '<span lang="en">Rivers</span><p lang="en">Rivers</p>'
    assert render(site, PAGE)[0] == "Rivers<p>Rivers</p>"


def test_values_are_printed_by_cldr() -> None:
    site = TinySite(page="{{ 1234567|number }} {{ 1234567|size }} {{ 'TW'|country }} {{ 'GB'|country }} "
                         "{{ 'zh'|language_name }} {{ 2020|year_label }} {{ ['a', '<b>'|safe, '<c>']|listed }}")
    assert render(site)[0] == "1,234,567 1.2 MB Taiwan United Kingdom Chinese 2020 a, <b> and &lt;c&gt;"
    site.region_names = {"TW": Phrase(text="中国台湾", language="zh")}
    assert "中国台湾 英国 中文 2020年 a、<b>和&lt;c&gt;" in render(site, PAGE_ZH)[0]


def test_a_list_in_a_body_is_printed_by_the_theme() -> None:
    site = TinySite(page="{{ content }}", listings__timeline="<ol>{% for x in items %}<li>{{ x }}{% endfor %}</ol>\n")
    site.body = Body(pieces=(Listing(link=0),), links=(Link(target="timeline", line=1, column=1),))
    assert render(site)[0] == "<ol><li>item of timeline</ol>\n"


# ---- tracing ---------------------------------------------------------------------------------------------------------


def test_every_page_records_every_template_it_went_through() -> None:
    site = TinySite(page="{% extends 'base.html' %}{% from 'macros/m.html' import m %}"
                         "{% block a %}{{ m() }}{% endblock %}",
                    base="{% block a %}{% endblock %}{% include 'foot.html' ignore missing %}",
                    macros__m="{% macro m() %}{{ site.card('a').title }}{% endmacro %}")
    renderer = Renderer((ENGLISH, CHINESE))
    first, second = render(site, renderer=renderer), render(site, renderer=renderer)
    assert first == second
    assert first[0] == "card of a"
    names = {key[1] for key in second[1] if key[0] == "template"}
    assert names == {"page.html", "base.html", "macros/m.html", "foot.html"}, "compiled and absent ones too"


def test_imported_modules_are_made_anew_for_every_page() -> None:
    """A module kept by Jinja would print the first page's answer on the second, and record it on the first alone."""
    site = TinySite(page="{% from 'm.html' import title %}{{ title }}", m="{% set title = site.card(url).title %}")
    renderer = Renderer((ENGLISH, CHINESE))
    assert render(site, renderer=renderer)[0] == "card of /x/en/events/x/"
    other = Artifact(path="en/news/y/index.html", kind="page", template="page.html", language="en",
                     subject=PAGE.subject)
    text, reads = render(site, other, renderer)
    assert text == "card of /x/en/news/y/"
    assert ("card", "en", "/x/en/news/y/") in reads


def test_a_changed_template_is_compiled_again() -> None:
    site, renderer = TinySite(page="one"), Renderer((ENGLISH, CHINESE))
    assert render(site, renderer=renderer)[0] == "one"
    site.templates["page.html"] = "two"
    assert render(site, renderer=renderer)[0] == "two"


def test_a_template_that_appears_is_used() -> None:
    site, renderer = TinySite(page="{% include 'foot.html' ignore missing %}."), Renderer((ENGLISH, CHINESE))
    assert render(site, renderer=renderer)[0] == "."
    site.templates["foot.html"] = "foot"
    assert render(site, renderer=renderer)[0] == "foot."


def test_chance_has_no_place_in_templates() -> None:
    assert "lipsum" in fault(TinySite(page="{{ lipsum() }}")).message
    assert "random" in fault(TinySite(page="{{ [1, 2]|random }}")).message
    assert "call it" in fault(TinySite(page="{{ site.card }}")).message, "it would print an address in memory"


# ---- the theme's words -----------------------------------------------------------------------------------------------


def test_interface_texts_are_translated_and_recorded() -> None:
    site = TinySite(page="{{ _('Read %(name)s', name=entry.title) }}|"
                         "{{ _n('%(count)s page', '%(count)s pages', 1234) }}"
                         "|{{ _p('month', 'May') }}")
    site.messages = {("zh_Hans_CN", "Read %(name)s"): ("阅读“%(name)s”",),
                     ("zh_Hans_CN", "%(count)s page"): ("%(count)s 页",), ("zh_Hans_CN", "month\x04May"): ("五月",)}
    text, reads = render(site, PAGE_ZH)
    assert text == "阅读“河流”|1,234 页|五月"
    assert ("message", "zh_Hans_CN", "month\x04May") in reads
    assert render(site, PAGE)[0] == "Read Rivers|1,234 pages|May"


@pytest.mark.parametrize(("count", "words"), [(0, "0 pages"), (1, "1 page"), (2, "2 pages")])
def test_english_counts(count: int, words: str) -> None:
    assert render(TinySite(page=f"{{{{ _n('%(count)s page', '%(count)s pages', {count}) }}}}"))[0] == words


def test_catalogue_strings_are_text() -> None:
    site = TinySite(page="{{ _('Done') }} {{ _('By %(name)s', name='<i>') }} {{ _('By %(name)s', name='<b>'|safe) }}")
    site.messages = {("zh_Hans_CN", "Done"): ("100% 完成<script>%d %(x)s {{ 7 }}",),
                     ("zh_Hans_CN", "By %(name)s"): ("%(name)s 著",)}
    assert render(site, PAGE_ZH)[0] == "100% 完成&lt;script&gt;%d %(x)s {{ 7 }} &lt;i&gt; 著 <b> 著"


def test_a_value_that_the_template_forgot_is_an_error() -> None:
    assert "%(name)s" in fault(TinySite(page="{{ _('Read %(name)s') }}")).message


# ---- what is said when a template is wrong ---------------------------------------------------------------------------


def test_a_misspelt_variable() -> None:
    problem = fault(TinySite(page="<p>\n{{ enty.title }}"))
    assert (problem.path, problem.line) == ("templates/page.html", 2)
    assert "'enty' is undefined" in problem.message


def test_a_misspelt_field_inside_an_included_macro() -> None:
    problem = fault(TinySite(page="{% from 'm.html' import m %}\n{{ m(entry) }}",
                             m="{% macro m(x) %}\n\n{{ x.titel }}\n{% endmacro %}"))
    assert (problem.path, problem.line) == ("templates/m.html", 3)
    assert "titel" in problem.message


def test_a_misspelt_question() -> None:
    problem = fault(TinySite(page="\n\n{{ site.lattest('news', 1) }}"))
    assert problem.line == 3
    assert "there is no question site.lattest" in problem.message
    assert "did you mean site.latest" in problem.message


def test_a_syntax_error() -> None:
    problem = fault(TinySite(page="{% extends 'base.html' %}", base="<p>\n\n{% if x %}\n"))
    assert problem.path == "templates/base.html"
    assert problem.line >= 3


def test_a_missing_template_and_a_missing_include() -> None:
    assert "there is no template 'page.html'" in fault(TinySite()).message
    problem = fault(TinySite(page="\n{% include 'nowhere.html' %}"))
    assert (problem.path, problem.line) == ("templates/page.html", 2)
    assert "there is no template 'nowhere.html'" in problem.message
    assert "templates/nowhere.html" in problem.help


def test_an_include_cycle_shows_the_chain() -> None:
    problem = fault(TinySite(page="{% include 'a.html' %}", a="{% include 'b.html' %}", b="\n{% include 'a.html' %}"))
    assert "a.html → b.html → a.html" in problem.message
    assert (problem.path, problem.line) == ("templates/b.html", 2)


def test_a_template_that_extends_itself() -> None:
    assert "page.html → page.html" in fault(TinySite(page="{% extends 'page.html' %}")).message


def test_a_macro_without_end() -> None:
    problem = fault(TinySite(page="{% macro m() %}{{ m() }}{% endmacro %}\n{{ m() }}"))
    assert "without end" in problem.message


@pytest.mark.parametrize("wrong", ["{{ 1 / 0 }}", "{{ 'x' + 1 }}", "{{ [] | first | upper }}", "{{ entry.title.x.y }}",
                                   "{{ 3|words }}{{ {}|number }}", "{% import 'x/../y' as z %}", "{{ '%d' % 'x' }}"])
def test_any_other_exception_is_a_diagnostic_at_its_line(wrong: str) -> None:
    assert fault(TinySite(page=f"\n{wrong}")).line == 2


def test_an_error_amid_what_is_printed_together_has_its_own_line() -> None:
    problem = fault(TinySite(page="{{ language.code }}\nwords {{ 1 }}\n{{ language.nothing }}\n{{ language.code }}"))
    assert (problem.path, problem.line) == ("templates/page.html", 3)


def test_an_error_of_the_site_is_not_blamed_on_a_template() -> None:
    site = TinySite(page="")

    def broken(key: Key) -> Any:
        if key[0] == "about":
            raise ZeroDivisionError
        return site.answer(key)

    with pytest.raises(ZeroDivisionError):
        Renderer((ENGLISH, CHINESE)).render(PAGE, broken)
