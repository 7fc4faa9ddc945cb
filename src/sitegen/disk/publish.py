"""Publishing: the whole new tree takes the old one's place in one step, or nothing changes.

Two complete trees share their unchanged files by hard link: the published one, and a hidden standby beside it. The
standby is brought up to date, then the two change places. Nothing is ever written inside the published tree.
"""

import errno
import hashlib
import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from sitegen.diagnostics import BuildStopped, Diagnostic, error
from sitegen.disk.failures import stopped
from sitegen.disk.folders import make_folder, with_folder
from sitegen.disk.manifest import Manifest, decode_manifest, encode_manifest, manifest_bytes, with_digests
from sitegen.disk.manifest import read_manifest as read_manifest
from sitegen.disk.names import path_fault, same_name, shown
from sitegen.disk.opening import NEW, READ, link, move, show_to_all
from sitegen.disk.places import MANIFEST, standby_of, state_file
from sitegen.disk.published import TICK_NS, Published, look_at_folders, recent
from sitegen.disk.published import inspect as inspect
from sitegen.disk.state import forget_state, open_state, write_state
from sitegen.disk.swap import exchange
from sitegen.model import FileStamp, KeptFile, Value

_BLOCK = 1 << 20
_FEW = 50
"""Files whose lines are looked for in the manifest; of more, all are written anew sooner."""
_NO_LINKS = frozenset((errno.EPERM, errno.EOPNOTSUPP, errno.ENOTSUP, errno.EMLINK, errno.EXDEV, errno.ENOSYS))


class Entry(Value, frozen=True):
    """A file of the new tree."""

    digest: str
    size: int = 0
    """Bytes; only for saying how much room is needed."""


class CopyOf(Value, frozen=True):
    """The contents of a file to publish as it is: media."""

    location: str
    """Absolute."""


Content = bytes | KeptFile | CopyOf
Contents = Iterable[tuple[str, Content]]


class Receipt(Value, frozen=True):
    """What publishing did."""

    written: int = 0
    """Files with new bytes, the manifest included."""
    removed: int = 0
    unchanged: int = 0
    stamps: dict[str, FileStamp] = {}
    """Of every file of the tree, for the next ledger's `outputs`."""
    manifest: str = ""
    """Digest of the manifest."""
    folders: dict[str, tuple[int, int]] = {}
    """The stamp of every folder, for the next ledger; none where others keep files."""
    unsure: tuple[str, ...] = ()
    """Those in which something may be that their stamps do not tell."""


class _Marker(Value, frozen=True):
    """What the standby is known to hold."""

    manifest: str
    inode: int
    """Of the standby folder: one that somebody else put there is another."""
    absent: tuple[str, ...] = ()
    """Files of its manifest that it lacks, because they had been edited by hand."""
    kept: tuple[str, ...] = ()
    folders: dict[str, tuple[int, int]] = {}
    """The stamps of its folders when nothing but published files was in it."""


class Held(NamedTuple):
    """What the standby holds."""

    files: dict[str, str]
    """Path to digest; that of a kept file is empty."""
    folders: dict[str, tuple[int, int]]
    """The stamps of its folders as they were."""
    placed: frozenset[str] = frozenset()
    """Files that were put there since, each with the bytes of the new tree."""

    def with_placed(self, digests: Mapping[str, str]) -> "Held":
        """The same once those files have been put there."""
        return self._replace(files={**self.files, **digests}, placed=frozenset(digests))


class Standby:
    """The folder that is published next, for whoever puts files of the new tree there before all are known."""

    def __init__(self, published: Published) -> None:
        self._published = published
        self.held: Held | None = None
        """What it held when it was taken; None where it was not."""

    def take(self) -> str:
        """The folder; empty where it is not sure what it holds. Raises OSError.

        Until something is published nobody else believes the standby.
        """
        self.held = _held(self._published)
        if self.held is None:
            return ""
        forget_state(_marker_of(self._published))
        return standby_of(self._published.output)


def needed(published: Published, files: Mapping[str, Entry]) -> frozenset[str]:
    """The paths whose contents `publish` must be given: new, changed, or damaged in the published tree."""
    stands = {path: stamp.digest for path, stamp in published.stamps.items()}
    return frozenset([path for path, entry in files.items() if stands.get(path) != entry.digest])


def path_faults(paths: Iterable[str]) -> tuple[Diagnostic, ...]:
    """What keeps paths from being published: names that some system refuses, and two that are one on some disks."""
    faults: list[Diagnostic] = []
    seen: dict[str, str] = {}
    for path in sorted(paths):
        if fault := path_fault(path) if path != MANIFEST else "this name is taken by the list of published files":
            faults.append(error("E-PATH", f"'{shown(path)}' cannot be published: {fault}",
                                "give the page a shorter or plainer slug:, or rename the file"))
        elif (other := seen.setdefault(same_name(path), path)) != path:
            faults.append(error("E-PATH", f"'{shown(path)}' and '{shown(other)}' are the same file on some disks",
                                "give one of the two another slug:, or rename the file"))
    for folder in sorted(_folders_of(seen.values())):
        if same_name(folder) in seen:
            faults.append(error("E-PATH", f"'{shown(folder)}' would be both a file and a folder",
                                "rename one of the two"))
    return tuple(faults)


def publish(published: Published, *, files: Mapping[str, Entry], contents: Contents, pages: int,
            stale_after: str | None, tree: str = "", held: Held | None = None, named_well: bool = False) -> Receipt:
    """Make the published tree hold exactly `files` (and what is kept), in one step.

    `contents` gives at least the paths of `needed(published, files)`, in any order, each once; it is drawn from one
    at a time. Where all of the site is new, what stands at its path in the folder `tree` is not moved one by one;
    nor is what was placed in the standby, which was taken then: it holds what is `held`. With `named_well` it
    is known already that `path_faults` finds nothing.
    Raises BuildStopped, the published tree untouched: exit 1 for a path that cannot be published, exit 2 for one that
    a kept file has already, exit 3 where the disk refuses.
    """
    _refuse(published, files, named_well=named_well)
    wanted = needed(published, files)
    manifest = _manifest(published, files, wanted, pages=pages, stale_after=stale_after)
    if not wanted and not published.damaged and manifest == published.manifest_data:
        _remove_hollow(published.output, published.hollow)
        if held:
            with suppress(OSError, BuildStopped):
                _share_again(published, held)
        return Receipt(unchanged=len(files) + 1, stamps=_stamps_now(published, held), manifest=published.manifest,
                       folders=published.folders, unsure=published.unsure)
    work = _Staging(published, files, wanted, manifest, tree, held)
    try:
        work.prepare()
        work.write(contents)
        work.swap()
    except BaseException as problem:
        # A killed or interrupted run leaves the standby to the next one, which reclaims it; others tidy up.
        if isinstance(problem, Exception):
            _remove_tree(work.standby)
        if isinstance(problem, OSError):
            raise stopped(problem, "writing", work.at, needs=work.remaining, code="E-OUTPUT") from problem
        raise
    return work.settle()


def _share_again(published: Published, held: Held) -> None:
    """Let the standby share the pages that came to the same as published, so that it is believed again; else the next
    edit would wait until it is mended. Raises OSError.
    """
    standby = standby_of(published.output)
    for path in sorted(held.placed):
        _unlink(os.path.join(standby, path))
        link(os.path.join(published.output, path), os.path.join(standby, path))
    own = {path: digest for path, digest in held.files.items() if digest and path != MANIFEST}
    manifest = encode_manifest(Manifest(files=own))
    _unlink(os.path.join(standby, MANIFEST))
    made = os.open(os.path.join(standby, MANIFEST), NEW, 0o644)
    try:
        _write_all(made, manifest)
    finally:
        os.close(made)
    open_state(published.project)
    write_state(_marker_of(published), msgspec.json.encode(_Marker(
        manifest=_digest(manifest), inode=os.lstat(standby).st_ino,
        kept=tuple(path for path, digest in held.files.items() if not digest))))


def _stamps_now(published: Published, held: Held | None) -> dict[str, FileStamp]:
    """The stamps of the published files: the system notes it where the standby came to share one of them or not."""
    stamps = dict(published.stamps)
    for path in held.placed & stamps.keys() if held else ():
        with suppress(OSError):
            known = stamps[path]
            now = _stamp(os.lstat(os.path.join(published.output, path)), known.digest, time.time_ns())
            if replace(now, ctime_ns=known.ctime_ns, digest=known.digest) == known:
                stamps[path] = now
    return stamps


def _manifest(published: Published, files: Mapping[str, Entry], wanted: frozenset[str], *, pages: int,
              stale_after: str | None) -> bytes:
    """The list of the new tree: most often that of the old one but for a few digests."""
    if (published.own and len(wanted) <= _FEW and files.keys() == published.files.keys()
            and (pages, stale_after) == (published.pages, published.stale_after)):
        changed = with_digests(published.manifest_data, {path: files[path].digest for path in wanted})
        if changed is not None:
            return changed
    return encode_manifest(Manifest(pages=pages, stale_after=stale_after,
                                    files={path: entry.digest for path, entry in files.items()}))


class _Staging:
    """The standby on its way to become the published tree."""

    def __init__(self, published: Published, files: Mapping[str, Entry], wanted: frozenset[str],
                 manifest: bytes, tree: str, held: Held | None = None) -> None:
        self.published = published
        self.held = held
        self.tree = tree
        self.adopted = False
        """Whether that folder has become the standby."""
        self.files = files
        self.wanted = wanted
        self.manifest = manifest
        self.output = published.output
        self.standby = standby_of(published.output)
        self.name = os.path.basename(published.output)
        self.marker = _marker_of(published)
        self.at = self.name
        self.remaining = sum(files[path].size for path in wanted) + len(manifest)
        self.swapped_ns = 0
        self.touched: set[str] = set(held.placed) if held else set()
        """Files whose stamp is another than that of the published tree."""
        self.removed: set[str] = set()
        """Files that the standby had and the new tree has not, or others instead."""
        self.before: dict[str, tuple[int, int]] | None = {}
        """The stamps of the standby's folders before anything was done to them; None where there were none."""

    def prepare(self) -> None:
        """Leave in the standby exactly those files that stay as they are."""
        known = self.held or _held(self.published)
        forget_state(self.marker)
        if known is not None:
            self.before = known.folders
        held = self._repaired() if known is None else known.files
        # A page that came to the same is the published file, with its age, and not the one that was put there.
        placed = known.placed if known is not None else frozenset()
        stays = {path for path, digest in held.items()
                 if path in self.files and path not in self.wanted and path not in placed
                 and digest == self.files[path].digest}
        self.removed = held.keys() - stays
        if self.tree and not held and not self.published.files and not self.published.kept:
            self._adopt()
        # What is to be written is put in the place of what stands there.
        for path in sorted(self.removed - self.wanted):
            self._at(path)
            _unlink(os.path.join(self.standby, path))
            if path not in self.files:
                _prune(self.standby, path)
        for path in sorted(self.files.keys() - self.wanted - stays):
            self._link(path)
        for path in sorted(self.published.kept):
            self._link(path)

    def _adopt(self) -> None:
        """Let the folder of finished contents be the standby, which is empty; not on another disk, nor on Windows."""
        with suppress(OSError):
            os.rename(self.tree, self.standby)
            self.adopted = True

    def write(self, contents: Contents) -> None:
        """Write what is new or changed."""
        missing = set(self.wanted)
        for path, content in contents:
            if path not in missing:
                continue
            missing.discard(path)
            self._at(path)
            self._write(path, content, self.files[path].digest)
            self.remaining -= self.files[path].size
        if missing:
            raise ValueError(f"no contents for {shown(min(missing))} and {len(missing) - 1} more")
        self._at(MANIFEST)
        self._write(MANIFEST, self.manifest, _digest(self.manifest))

    def swap(self) -> None:
        """The step at which the new tree is published."""
        self.at = self.name
        os.chmod(self.standby, 0o755)
        self.swapped_ns = time.time_ns()
        exchange(self.published.project, self.output, self.standby)

    def settle(self) -> Receipt:
        """Note what the standby holds now, which is the old tree; nothing that fails here matters to the site."""
        with suppress(OSError, BuildStopped):
            self._mark()
        known = {**self.published.stamps, **self._fresh()}
        folders, unsure = self._folders()
        return Receipt(
            written=len(self.wanted) + 1,
            removed=len(self.published.files.keys() - self.files.keys()),
            unchanged=len(self.files) - len(self.wanted),
            stamps={path: stamp for path in self.files if (stamp := known.get(path))},
            manifest=_digest(self.manifest),
            folders=folders,
            unsure=unsure,
        )

    def _fresh(self) -> dict[str, FileStamp | None]:
        """The stamps of the files that were touched, of which a site has many."""
        output, files = self.output, self.files
        fresh: dict[str, FileStamp | None] = dict.fromkeys(self.touched)
        looked_ns = time.time_ns()
        for path in fresh:
            if path in files:
                try:
                    fresh[path] = _stamp(os.lstat(f"{output}/{path}"), files[path].digest, looked_ns)
                except OSError:
                    continue
        return fresh

    def _folders(self) -> tuple[dict[str, tuple[int, int]], tuple[str, ...]]:
        """The stamps of the folders that are published now, and those of them that may hold files of others."""
        if self.published.kept:
            return {}, ()
        try:
            are_the_same = bool(self.published.folders) and self.files.keys() == self.published.files.keys()
            paths = list(self.published.folders) if are_the_same else ["", *_folders_of([*self.files, MANIFEST])]
            # Of the others it is known what they were like: the next run sees whether they still are.
            known = self.before or {}
            altered = {"", *_folders_of([*self.touched, *self.removed, MANIFEST])} if known else ()
            changed = [path for path in paths if path not in known or path in altered]
            now = look_at_folders(self.output, changed)
            folders = {path: now.get(path) or known[path] for path in paths}
        except OSError:
            return {}, ()
        return folders, recent(folders, self.swapped_ns) if self.before is None else tuple(changed)

    def _repaired(self) -> dict[str, str]:
        """Make sure of the standby by comparing: only what it shares with the published tree may stay."""
        if os.path.islink(self.standby) or not os.path.isdir(self.standby):
            _unlink(self.standby)
            make_folder(self.standby)
            self.before = None
            return {}
        held: dict[str, str] = {}
        for folder, folders, names in os.walk(self.standby, topdown=False, onerror=_raise):
            for name in (*names, *folders):
                location = os.path.join(folder, name)
                path = os.path.relpath(location, self.standby).replace(os.sep, "/")
                self._at(path)
                status = os.lstat(location)
                if stat.S_ISDIR(status.st_mode):
                    with suppress(OSError):
                        os.rmdir(location)
                elif self._shared(path, status):
                    held[path] = self.published.files[path]
                else:
                    os.unlink(location)
        return held

    def _shared(self, path: str, status: os.stat_result) -> bool:
        stamp = self.published.stamps.get(path)
        return stamp is not None and stat.S_ISREG(status.st_mode) and stamp.inode == status.st_ino

    def _link(self, path: str) -> None:
        """Give a published file its second name in the standby."""
        self._at(path)
        source, target = os.path.join(self.output, path), os.path.join(self.standby, path)
        self.touched.add(path)
        try:
            with_folder(target, lambda: link(source, target))
        except OSError as problem:
            if problem.errno not in _NO_LINKS:
                raise
            self._write(path, CopyOf(location=source), self.files[path].digest if path in self.files else "")

    def _write(self, path: str, content: Content, digest: str) -> None:
        """Make a new file; `digest` is what its bytes must come to, or empty."""
        self.touched.add(path)
        if self.held and path in self.held.placed:
            return
        if self.adopted and isinstance(content, KeptFile) and content.location == f"{self.tree}/{path}":
            return
        target = os.path.join(self.standby, path)
        if self.adopted:
            # A worker that was killed may have left the beginning of a file there.
            _unlink(target)
        if isinstance(content, KeptFile) and content.lasting:
            content = CopyOf(location=content.location)
        elif isinstance(content, KeptFile):
            location = content.location
            try:
                with_folder(target, lambda: move(location, target))
                return
            except OSError as problem:
                if problem.errno != errno.EXDEV:
                    raise
                # The output is on another disk than the project.
                content = CopyOf(location=location)
        if path in self.removed:
            # Never written into: the published tree may share it.
            _unlink(target)
        blocks = _blocks(content.location) if isinstance(content, CopyOf) else iter((content,))
        made = with_folder(target, lambda: os.open(target, NEW, 0o644))
        total = hashlib.sha256()
        try:
            show_to_all(made)
            for block in blocks:
                total.update(block)
                _write_all(made, block)
        finally:
            os.close(made)
        if digest and total.hexdigest()[:32] != digest:
            raise BuildStopped(error("E-FILE-BUSY", f"the source of {shown(path)} was changed during the build",
                                     "run the same command again", exit=3))

    def _mark(self) -> None:
        if not self.published.manifest:
            # There was no tree of ours before, so there is nothing to keep but perhaps an empty folder.
            os.rmdir(self.standby)
            return
        for path in self.published.damaged:
            _unlink(os.path.join(self.standby, path))
            _prune(self.standby, path)
        _remove_hollow(self.standby, self.published.hollow)
        unsure = {*self.published.unsure, *_folders_of(self.published.damaged)}
        if self.published.damaged:
            unsure.add("")
        sure = {path: stamp for path, stamp in self.published.folders.items() if path not in unsure}
        open_state(self.published.project)
        write_state(self.marker, msgspec.json.encode(_Marker(
            manifest=self.published.manifest, inode=os.lstat(self.standby).st_ino,
            absent=self.published.damaged, kept=self.published.kept, folders=sure)))

    def _at(self, path: str) -> None:
        self.at = f"{self.name}/{path}"


def _marker_of(published: Published) -> str:
    return state_file(published.project, "standby", published.output)


def _held(published: Published) -> Held | None:
    """What the standby holds, as the marker says; None where that is not sure."""
    standby = standby_of(published.output)
    try:
        with open(_marker_of(published), "rb") as stream:
            marker = msgspec.json.decode(stream.read(), type=_Marker)
        if os.lstat(standby).st_ino != marker.inode:
            return None
        data = manifest_bytes(standby)
    except (OSError, msgspec.DecodeError):
        return None
    own = data is not None and _digest(data) == marker.manifest
    manifest = decode_manifest(data, own=True) if data is not None and own else None
    if manifest is None:
        return None
    held = {path: digest for path, digest in manifest.files.items() if path not in marker.absent}
    # A published file that the standby is said to share has a second name; if not, somebody was there.
    if any(held.get(path) == published.files[path] for path in published.single):
        return None
    return Held({**held, MANIFEST: marker.manifest, **dict.fromkeys(marker.kept, "")}, marker.folders)


def _refuse(published: Published, files: Mapping[str, Entry], *, named_well: bool) -> None:
    # What stands side by side in the published tree can do so again.
    if not named_well and not files.keys() <= published.files.keys() and (faults := path_faults(files)):
        raise BuildStopped(*faults)
    if taken := sorted(files.keys() & set(published.kept)):
        raise BuildStopped(*(error("E-OUTPUT-KEEP", f"{shown(path)} is kept, but the site has a file of that name too",
                                   "remove it from the output folder, or from keep: in site.yaml", exit=2)
                             for path in taken))


def _folders_of(paths: Iterable[str]) -> dict[str, None]:
    folders: dict[str, None] = {}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders[folder] = None
            folder = folder.rpartition("/")[0]
    return folders


# ---- single steps on disk --------------------------------------------------------------------------------------------


def _write_all(descriptor: int, block: bytes) -> None:
    rest = memoryview(block)
    while rest:
        rest = rest[os.write(descriptor, rest):]


def _blocks(location: str) -> Iterator[bytes]:
    descriptor = os.open(location, READ)
    try:
        while block := os.read(descriptor, _BLOCK):
            yield block
    finally:
        os.close(descriptor)


def _unlink(location: str) -> None:
    with suppress(FileNotFoundError, NotADirectoryError):
        os.unlink(location)


def _prune(root: str, path: str) -> None:
    """Remove the folders above `path` that hold nothing any more."""
    folder = os.path.dirname(path)
    with suppress(OSError):
        while folder:
            os.rmdir(os.path.join(root, folder))
            folder = os.path.dirname(folder)


def _remove_hollow(root: str, folders: Iterable[str]) -> None:
    """Remove folders that hold nothing, the deepest first."""
    for folder in sorted(folders, key=lambda folder: -folder.count("/")):
        with suppress(OSError):
            os.rmdir(os.path.join(root, folder))


def _remove_tree(root: str) -> None:
    import shutil

    shutil.rmtree(root, ignore_errors=True)


def _raise(problem: OSError) -> None:
    raise problem


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def _stamp(status: os.stat_result, digest: str, looked_ns: int) -> FileStamp:
    """A file that was changed a moment ago might be changed again within the same tick: it is digested next time."""
    changed_ns = status.st_ctime_ns
    if looked_ns - changed_ns < TICK_NS:
        digest = ""
    return FileStamp(size=status.st_size, mtime_ns=status.st_mtime_ns, ctime_ns=changed_ns, inode=status.st_ino,
                     digest=digest)
