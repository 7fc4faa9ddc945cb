"""Addresses as people copy them become addresses as browsers write them."""

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sitegen.content.addresses import write_address
from sitegen.site.page_answers import identifier_address


@pytest.mark.parametrize(("typed", "written"), [
    ("https://example.org/a?b=c&d=%20#e", None),
    ("https://例子.example/文/?查=1", None),
    ("http://[::1]:8000/a", None),
    ("/events/a/#b", None),
    ("mailto:office@example.org?subject=100%25", None),
    ("https://example.org/a[1]?b={2}|3", "https://example.org/a%5B1%5D?b=%7B2%7D%7C3"),
    ("http://[::1]/[a]", "http://[::1]/%5Ba%5D"),
    ("https://example.org/100%?<b>", "https://example.org/100%25?%3Cb%3E"),
    ("https://example.org/#a#b", "https://example.org/#a%23b"),
    ("https://example.org#a`", "https://example.org#a%60"),
])
def test_what_no_address_has_is_written_as_browsers_write_it(typed: str, written: str | None) -> None:
    assert write_address(typed) == (written or typed)


@given(st.text(st.sampled_from('ab/?#[]{}|^`"<>%2F文&=;'), max_size=20))
def test_an_address_is_written_once_and_leads_where_it_led(rest: str) -> None:
    typed = f"https://example.org/{rest}"
    written = write_address(typed)
    assert write_address(written) == written
    assert not set(written) & set('"<>[]^`{|}') and written.count("#") <= 1
    assert unquote(urlsplit(written).path) == unquote(urlsplit(typed).path)


@pytest.mark.parametrize(("typed", "address"), [
    ("10.1787/4b2bd2d5-en", "https://doi.org/10.1787/4b2bd2d5-en"),
    ("doi: 10.1787/4b2bd2d5-en", "https://doi.org/10.1787/4b2bd2d5-en"),
    ("10.1002/(SICI)1096(1996)99:1<1::AID-1>3.0.CO;2-#",
     "https://doi.org/10.1002/(SICI)1096(1996)99:1%3C1::AID-1%3E3.0.CO;2-%23"),
    ("https://example.org/report/7", "https://example.org/report/7"),
    ("978-3-16-148410-0", ""),
])
def test_the_number_of_a_publication_leads_where_it_can(typed: str, address: str) -> None:
    assert identifier_address(typed) == address
