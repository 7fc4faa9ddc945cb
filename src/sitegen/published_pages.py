"""The published tree held to itself, by a process beside this one; what its pages say is remembered."""

import os
import zlib

import msgspec

from sitegen import workers
from sitegen.check.output import Page, check_pages
from sitegen.diagnostics import BuildStopped, Diagnostic
from sitegen.disk.checked import load_checked, save_checked
from sitegen.disk.published import Published
from sitegen.disk.toolchain import toolchain
from sitegen.disk.tree import PublishedTexts, text_of

_REMEMBERED = "pages"
_pack = msgspec.msgpack.Encoder().encode
_unpack = msgspec.msgpack.Decoder(Page).decode


def begin_check(published: Published, *, base_url: str, jobs: int = 0) -> workers.Aside:
    """Look for every fault of the tree that readers see now; where that takes long, while something else is done."""
    alone = jobs == 1 or len(published.files) < workers.WORTHWHILE
    return workers.Aside(check_published, published, shared=base_url, alone=alone)


def check_published(base_url: str, published: Published) -> tuple[Diagnostic, ...]:
    """Every fault of the tree, or why a file of it cannot be read."""
    if not published.manifest:
        return ()
    try:
        return _faults(published, base_url)
    except BuildStopped as stop:
        return stop.diagnostics


def _faults(published: Published, base_url: str) -> tuple[Diagnostic, ...]:
    tree = PublishedTexts(published)
    paths = [path for path in tree if path.endswith(".html")]
    remembered = load_checked(published.project, _REMEMBERED)
    # Of a file that somebody edited, or that is not ours, no digest is known: it is read each time.
    ours = {path: f"{toolchain()} {published.files[path]}" for path in paths
            if path in published.files and path not in published.damaged}
    packed: dict[str, bytes] = {
        path: remembered[ours[path]] if ours.get(path) in remembered else read_page(published.output, path)
        for path in paths
    }
    kept = {ours[path]: packed[path] for path in paths if path in ours}
    if kept.keys() != remembered.keys():
        save_checked(published.project, kept, _REMEMBERED)
    pages = {path: _unpack(zlib.decompress(packed[path])) for path in paths}
    return check_pages(tree, pages, base_url=base_url, folder=os.path.basename(published.output))


def read_page(output: str, path: str) -> bytes:
    """What a page of the published folder says, packed to be kept."""
    return zlib.compress(_pack(Page.read(text_of(output, path))), 1)
