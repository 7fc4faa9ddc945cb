"""The published tree held to itself: its pages are read by several processes, and what they say is remembered."""

import os
import zlib

import msgspec

from sitegen import workers
from sitegen.check.output import Page, check_pages
from sitegen.diagnostics import Diagnostic
from sitegen.disk.checked import load_checked, save_checked
from sitegen.disk.published import Published
from sitegen.disk.toolchain import toolchain
from sitegen.disk.tree import PublishedTexts, text_of

_REMEMBERED = "pages"
_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Page).decode


def check_published(published: Published, *, base_url: str, jobs: int = 0) -> tuple[Diagnostic, ...]:
    """Every fault of the tree that readers see now. Raises BuildStopped where a file of it cannot be read."""
    tree = PublishedTexts(published)
    paths = [path for path in tree if path.endswith(".html")]
    remembered = load_checked(published.project, _REMEMBERED)
    # Of a file that somebody edited, or that is not ours, no digest is known: it is read each time.
    ours = {path: f"{toolchain()} {published.files[path]}" for path in paths
            if path in published.files and path not in published.damaged}
    unknown = [path for path in paths if ours.get(path) not in remembered]
    read = dict(zip(unknown, workers.run(read_page, unknown, shared=published.output, jobs=jobs), strict=True))
    packed = {path: read[path] if path in read else remembered[ours[path]] for path in paths}
    kept = {ours[path]: packed[path] for path in paths if path in ours}
    if kept.keys() != remembered.keys():
        save_checked(published.project, kept, _REMEMBERED)
    pages = {path: _unpack(zlib.decompress(packed[path])) for path in paths}
    return check_pages(tree, pages, base_url=base_url, folder=os.path.basename(published.output))


def read_page(output: str, path: str) -> bytes:
    """What a page of the published folder says, packed to be sent and kept."""
    return zlib.compress(_pack(Page.read(text_of(output, path))), 1)
