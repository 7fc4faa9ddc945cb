"""A part in the place of another one: the page is what it would be, or nothing is said of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.model import MainPart
from sitegen.render.swapped_parts import SHORTEST, Swap, prints_as_it_is, swap_of, swapped

BASE = '<html>{% block main %}{% endblock %}{% if entry %}{{ shared("parts/foot.html") }}{% endif %}</html>'
PAGE = '{% extends "base.html" %}{% block main %}{{ content }}{% endblock %}'

pieces = st.text(alphabet="ab<é", max_size=6).map(str.encode)
parts = st.text(alphabet="ab<é", max_size=3).map(lambda text: text.encode() * SHORTEST)


@given(pieces, pieces, pieces, pieces, parts, parts)
def test_a_page_with_the_new_part_is_the_page_that_would_be_made(
    head: bytes, tail: bytes, main: bytes, other: bytes, old: bytes, new: bytes
) -> None:
    swap = swap_of(head + old + tail, head + new + tail, new)
    if swap is None:
        return
    assert swap == Swap(old, new)
    for behind in (False, True):
        before, after = (b"".join([main, part, other] if behind else [other, part, main]) for part in (old, new))
        start = 0 if behind else len(other + old)
        made = swapped(before, MainPart(start=start, size=len(main), given="x"), swap)
        if made is not None:
            assert made[0] == after
            assert made[1] is not None and after[made[1].start:made[1].start + made[1].size] == main


def test_what_stands_there_twice_or_not_at_all_is_left() -> None:
    swap = Swap(b"old" * SHORTEST, b"new" * SHORTEST)
    assert swapped(b"<p>" + swap.old, None, swap) == (b"<p>" + swap.new, None)
    assert swapped(swap.old + b"|" + swap.old, None, swap) is None
    assert swapped(b"<p>", None, swap) is None


def test_what_was_a_short_part_is_told_by_no_page() -> None:
    new = b"new" * SHORTEST
    assert swap_of(b"<p>" + b"o" * SHORTEST + b"</p>", b"<p>" + new + b"</p>", new) is not None
    assert swap_of(b"<p>o</p>", b"<p>" + new + b"</p>", new) is None
    assert swap_of(b"<p>" + new + b"</p>", b"<p>o</p>", b"o") is None
    assert swap_of(b"<i>" + b"o" * SHORTEST, b"<p>" + new, new) is None


def test_a_part_that_is_printed_is_as_it_is() -> None:
    assert prints_as_it_is({"base.html": BASE, "page.html": PAGE}, "page.html", ["page.html", "base.html"])
    assert prints_as_it_is({"base.html": BASE}, "base.html", ["base.html", "gone.html"])


@pytest.mark.parametrize("page", [
    PAGE + '{% set foot = shared("parts/foot.html") %}',
    PAGE.replace("{{ content }}", '{{ shared("parts/foot.html")|upper }}'),
    PAGE.replace("{{ content }}", '{{ "one" if "x" in shared("parts/foot.html") }}'),
    PAGE.replace("{{ content }}", '{{ shared("parts/foot.html") ~ "x" }}'),
    PAGE.replace("{{ content }}", '{% filter upper %}{{ shared("parts/foot.html") }}{% endfilter %}'),
    PAGE.replace("{{ content }}", '{% set x %}{{ shared("parts/foot.html") }}{% endset %}{{ x|length }}'),
    PAGE.replace("{{ content }}", '{% macro m() %}{{ shared("parts/foot.html") }}{% endmacro %}{{ m()|trim }}'),
    PAGE.replace("{{ content }}", '{% for part in [1, 2] %}{{ shared("parts/foot.html") }}{% endfor %}'),
    PAGE.replace("{{ content }}", '{% set print = shared %}{{ print("parts/foot.html") }}'),
    PAGE.replace("{{ content }}", '{{ shared(shared("parts/name.html")) }}'),
    PAGE.replace("{{ content }}", "{{ self.foot()|length }}"),
    PAGE.replace("{{ content }}", "{{ super() }}"),
    PAGE.replace('"base.html"', 'entry.layout'),
    PAGE.replace('"base.html"', '"base.html" if entry else "other.html"'),
    '{% if entry %}{% extends "base.html" %}{% else %}{% extends "other.html" %}{% endif %}',
    "{% if %}",
])
def test_a_part_with_which_more_is_done_is_not(page: str) -> None:
    templates = {"base.html": BASE, "page.html": page, "other.html": BASE}
    assert not prints_as_it_is(templates, "page.html", templates)


def test_a_part_in_a_template_that_another_prints_is_not() -> None:
    """Whoever includes or imports it may do anything with what it prints."""
    templates = {"base.html": BASE, "page.html": PAGE.replace("{{ content }}", '{% include "more.html" %}'),
                 "more.html": '{{ shared("parts/foot.html") }}'}
    assert not prints_as_it_is(templates, "page.html", templates)
    templates["more.html"] = "shared"
    assert prints_as_it_is(templates, "page.html", templates)


@pytest.mark.parametrize("base", [
    "{% set held %}BLOCK{% endset %}{{ held }}{% if 'x' in held %}x{% endif %}",
    "{% filter replace('x', entry.title) %}BLOCK{% endfilter %}",
    "{% macro m() %}{{ caller()|upper }}{% endmacro %}{%+ call m() %}BLOCK{% endcall %}",
    "{% for one in [[]] recursive %}{% if loop.depth == 1 %}{{ loop([[]])|upper }}{% else %}BLOCK{% endif %}"
    "{% endfor %}",
])
def test_a_part_in_a_block_that_is_printed_into_a_text_is_not(base: str) -> None:
    """Whoever catches the block may look for something in it."""
    page = PAGE.replace("{{ content }}", '{{ shared("parts/foot.html") }}')
    for block in ("{% block main %}{% endblock %}", "{%- block main %}{% block more %}{% endblock %}{% endblock %}"):
        templates = {"base.html": base.replace("BLOCK", block), "page.html": page}
        assert not prints_as_it_is(templates, "page.html", templates)
        templates["base.html"] = f"{block}{base.replace('BLOCK', '')}"
        assert prints_as_it_is(templates, "page.html", templates)


def test_a_template_that_extends_another_only_in_a_comment_does_not() -> None:
    templates = {"base.html": BASE, "page.html": "{# {% extends 'x' %} " + '{% extends "base.html" %}#}'}
    assert not prints_as_it_is(templates, "page.html", templates)
    templates["page.html"] = "{# One. #}\n {#- Two. -#}\n" + PAGE
    assert prints_as_it_is(templates, "page.html", templates)


def test_a_template_that_is_printed_around_must_have_been_asked_for() -> None:
    assert not prints_as_it_is({"base.html": BASE, "page.html": PAGE}, "page.html", ["page.html"])
