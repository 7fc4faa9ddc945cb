"""CommonMark 0.31.2, example by example: what sitegen prints is what the specification says, or the reason is here."""

import html
import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from markdown_it.common.normalize_url import normalizeLink

from sitegen.content.markdown_plain import parse_body
from sitegen.model import Body, BodyPiece, ImageTag, InlinePiece, Language, LinkStart, UnitText

ENGLISH = Language(code="en", locale="en_GB", lang="en", name="English")
ROOT = Path(__file__).resolve().parents[2]
SUITE = Path(os.environ.get("SITEGEN_SUITES", ROOT.parent / "shared" / "suites")) / "commonmark-0.31.2.json"

# Raw HTML is printed as text: the expected output is CommonMark's with HTML switched off.
RAW_HTML = {
    21, 31, *range(148, 177), 178, 180, 181, 182, *range(184, 192), 201, 344, 475, 476, 477, 491, 494, 524, 536,
    613, 614, 615, 616, 617, 623, *range(627, 632), 642, 643,
}

# HTML comments leave no trace.
COMMENTS = {
    177: "<p><em>bar</em>\n<em>baz</em></p>\n",
    179: "<p>okay</p>\n",
    183: "<pre><code>&lt;!-- foo --&gt;\n</code></pre>\n",
    308: "<ul>\n<li>foo</li>\n<li>bar</li>\n</ul>\n<ul>\n<li>baz</li>\n<li>bim</li>\n</ul>\n",
    309: "<ul>\n<li>\n<p>foo</p>\n<p>notcode</p>\n</li>\n<li>\n<p>foo</p>\n</li>\n</ul>\n"
         "<pre><code>code\n</code></pre>\n",
    625: "<p>foo</p>\n",
    626: "<p>foo  foo --&gt;</p>\n<p>foo  foo --&gt;</p>\n",
}

# Addresses that are refused: their text is printed without a link, and the error is reported.
REFUSED = {
    20: "E-LINK-FORM", 202: "E-LINK-FORM", 502: "E-LINK-FORM", 603: "E-LINK-FORM",
    596: "E-LINK-SCHEME", 598: "E-LINK-SCHEME", 599: "E-LINK-SCHEME", 601: "E-LINK-SCHEME",
    200: "E-LINK-EMPTY", 485: "E-LINK-EMPTY", 486: "E-LINK-EMPTY", 487: "E-LINK-EMPTY", 567: "E-LINK-EMPTY",
}


def examples() -> list[Any]:
    if not SUITE.exists():
        return [pytest.param(None, marks=pytest.mark.skip(reason=f"the suite {SUITE.name} is not here"))]
    return [pytest.param(example, id=str(example["example"])) for example in json.loads(SUITE.read_text("utf-8"))]


def fill(body: Body) -> str:
    """The body with its source texts, and addresses as typed but for percent signs."""

    def show(piece: BodyPiece | InlinePiece) -> str:
        if isinstance(piece, str):
            return piece
        if isinstance(piece, UnitText):
            return "".join(map(show, body.units[piece.unit].inline))
        if not isinstance(piece, (LinkStart, ImageTag)):
            return ""
        address = escape(normalizeLink(body.links[piece.link].target))
        title = f' title="{escape(piece.title)}"' if piece.title else ""
        if isinstance(piece, LinkStart):
            return f'<a href="{address}"{title}>'
        return f'<img src="{address}" alt="{escape("".join(map(show, body.units[piece.alt].inline)))}"{title}>'

    return "".join(map(show, body.pieces))


def escape(text: str) -> str:
    return html.escape(text, quote=False).replace('"', "&quot;")


def without_our_additions(printed: str) -> str:
    """Heading ids, the element of a text that shares its item with other blocks, and figures: all are ours."""
    printed = re.sub(r'<(h[1-6]) id="[^"]*"', r"<\1", printed).replace("<span>", "").replace("</span>", "")
    return re.sub(r"<figure>(.*?)>(?:<figcaption>(.*?)</figcaption>)?</figure>\n", paragraph_of_figure, printed)


def paragraph_of_figure(figure: re.Match[str]) -> str:
    title = f' title="{figure[2]}"' if figure[2] else ""
    return f"<p>{figure[1]}{title}></p>\n"


@pytest.mark.parametrize("example", examples())
def test_an_example_of_the_specification(example: dict[str, Any]) -> None:
    number, markdown = example["example"], example["markdown"]
    expected = example["html"]
    if number in RAW_HTML:
        expected = MarkdownIt("commonmark", {"html": False}).render(markdown)
    elif number in REFUSED:
        expected = re.sub(r"</?a\b[^>]*>", "", expected).replace("<p></p>\n", "")
    expected = COMMENTS.get(number, re.sub(r"<(br|hr|img[^>]*) />", r"<\1>", expected))

    parsed = parse_body(markdown, path="x.md", first_line=1, language=ENGLISH, languages=(ENGLISH,))

    assert without_our_additions(fill(parsed.body)) == expected
    found = {diagnostic.code for diagnostic in parsed.diagnostics}
    assert (number in REFUSED) == bool(found & set(REFUSED.values()))
    assert REFUSED.get(number, "") in {*found, ""}
