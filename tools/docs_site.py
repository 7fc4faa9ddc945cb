"""The documentation as a site: the guides laid out as a project of sitegen's own, which then builds and checks them."""

import argparse
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

from sitegen.scripts import heading_id

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
SITE = DOCS / "site"
_FENCE = re.compile(r"^(```+|~~~+).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^#{1,6} (.+)$", re.MULTILINE)
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\(([^)\s]+)\)")
_CODE_OR_LINK = re.compile(rf"{_LINK.pattern}|(`+)(?!`).+?(?<!`)\3(?!`)", re.DOTALL)
_SHORT = 240


def guides() -> dict[str, Path]:
    """Every guide by its name on the site; the home page is the README."""
    return {"index": ROOT / "README.md", **{path.stem: path for path in sorted(DOCS.glob("*.md"))}}


def translated() -> dict[str, Path]:
    """Every guide that has been translated into Chinese, by the same names."""
    return {path.stem: path for path in sorted((DOCS / "zh").glob("*.md"))}


def lay_out(folder: Path) -> None:
    """Write a project into a folder, which is made anew."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SITE, folder)
    known = guides()
    places = {path: name for name, path in known.items()}
    anchors = known_anchors()
    for code, found in (("en", known), ("zh", translated())):
        for name, path in found.items():
            target = folder / "content" / f"{name}.{code}.md"
            target.parent.mkdir(exist_ok=True)
            target.write_text(page(path, places, anchors), encoding="utf-8")


def keep_records(folder: Path) -> None:
    """Bring what was recorded of the translations in a project that was laid out back to the documentation."""
    shutil.rmtree(SITE / "translations", ignore_errors=True)
    if (folder / "translations").is_dir():
        shutil.copytree(folder / "translations", SITE / "translations")


def page(path: Path, places: Mapping[Path, str], anchors: Mapping[str, Mapping[str, str]]) -> str:
    """A guide as a page of the site: its first heading is the title, its first words say what it is about."""
    title, _, body = path.read_text(encoding="utf-8").removeprefix("# ").partition("\n")
    about = next(_paragraphs(body))
    quoted = {key: words.replace('"', "”") for key, words in (("title", title), ("description", _plain(about)))}
    front = "".join(f'{key}: "{words}"\n' for key, words in quoted.items())
    return f"---\n{front}---\n{_with_links(body, path, places, anchors)}"


def anchors_of(text: str) -> dict[str, str]:
    """The ids that a code host gives to headings, each with that of the site."""
    return {_anchor(words): heading_id(_plain(words)) for words in _headings(text)}


def known_anchors() -> dict[str, dict[str, str]]:
    """The anchors of every guide in both languages; a translation's headings have the ids of those they translate."""
    sources = {name: path.read_text(encoding="utf-8") for name, path in guides().items()}
    found = {name: anchors_of(text) for name, text in sources.items()}
    for name, path in translated().items():
        pairs = zip(_headings(path.read_text(encoding="utf-8")), _headings(sources[name]), strict=False)
        found[name] |= {_anchor(words): heading_id(_plain(source)) for words, source in pairs}
    return found


def _headings(text: str) -> list[str]:
    return _HEADING.findall(_FENCE.sub("", text))


def _anchor(words: str) -> str:
    return re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-")


def _paragraphs(body: str) -> Iterator[str]:
    for block in _FENCE.sub("", body).split("\n\n"):
        if block.strip() and not re.match(r"[#|*\->]", block.strip()):
            yield block


def _plain(words: str) -> str:
    """Without marks, on one line, cut behind a sentence."""
    text = " ".join(re.sub(r"[`*<>]", "", _LINK.sub(r"\1", words)).split()).replace("\\", "")
    if len(text) <= _SHORT:
        return text
    ends = [found.end() for found in re.finditer(r"[.。！？?!](?= |$|[^ -~])", text[:_SHORT])]
    return text[:ends[-1]] if ends else text[:_SHORT].rpartition(" ")[0]


def _with_links(body: str, path: Path, places: Mapping[Path, str], anchors: Mapping[str, Mapping[str, str]]) -> str:
    """Links between guides as the site has them; what is on no page of it loses its link and keeps its words."""

    def linked(found: re.Match[str]) -> str:
        words, target = found[1], found[2]
        if target is None or re.match(r"[a-z]+:", target):
            return found[0]
        file, _, anchor = target.partition("#")
        place = (path.parent / file).resolve() if file else path
        name = places.get(place) or (place.stem if place in translated().values() else None)
        if name is None:
            return words
        known = anchors[name].get(anchor, anchor)
        return f"[{words}]({name}.en.md{'#' + known if anchor else ''})" if file else f"[{words}](#{known})"

    out, last = [], 0
    for fence in [*_FENCE.finditer(body), None]:
        prose = body[last:fence.start() if fence else None]
        # Code in a line is left alone, unless it is the words of a link.
        out.append(_CODE_OR_LINK.sub(linked, prose))
        if fence:
            out.append(fence[0])
            last = fence.end()
    return "".join(out)


def main() -> None:
    """Lay the site out, or bring back what people recorded of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="a folder that is made anew")
    parser.add_argument("--keep-records", action="store_true", help="bring back translations/ from it instead")
    typed = parser.parse_args()
    (keep_records if typed.keep_records else lay_out)(typed.folder)


if __name__ == "__main__":
    main()
