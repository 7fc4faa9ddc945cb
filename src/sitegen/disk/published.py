"""The published tree as it stands: what is ours in it, what is not, and what somebody has changed by hand."""

import fnmatch
import hashlib
import os
import stat
import time
from collections.abc import Container, Iterable

from sitegen.diagnostics import BuildStopped, Diagnostic, error, warning
from sitegen.disk.failures import stopped
from sitegen.disk.manifest import Manifest, decode_manifest, manifest_bytes
from sitegen.disk.names import shown
from sitegen.disk.opening import READ, entry_status, folder_stamp
from sitegen.disk.places import FOLDERS, MANIFEST, STATE
from sitegen.disk.sources import known_of, seen_of
from sitegen.disk.swap import finish_swap
from sitegen.model import FileStamp, Ledger, Value

_BLOCK = 1 << 20
_NAMED = 10
TICK_NS = 20_000_000
"""What was changed within this time may be changed again without its stamp telling."""
"""Of what stat says of a folder, what tells that another name is in it."""


class Published(Value, frozen=True):
    """The tree that readers see now; empty before the first build."""

    project: str
    output: str
    files: dict[str, str] = {}
    """Its manifest: path to digest, what sitegen owns."""
    pages: int = 0
    stale_after: str | None = None
    manifest: str = ""
    """Digest of the manifest; empty where there is no tree yet."""
    manifest_data: bytes = b""
    own: bool = False
    """Whether these bytes are known to be as sitegen wrote them."""
    kept: tuple[str, ...] = ()
    """Files of others that `keep:` lets stay."""
    damaged: tuple[str, ...] = ()
    """Own files that somebody edited or deleted."""
    hollow: tuple[str, ...] = ()
    """Folders without any file."""
    stamps: dict[str, FileStamp] = {}
    """Of own files that are as they were published."""
    single: frozenset[str] = frozenset()
    """Those of them that no other tree shares by hard link."""
    diagnostics: tuple[Diagnostic, ...] = ()
    """A warning for each damaged file."""
    folders: dict[str, tuple[int, int]] = {}
    """The stamp of every folder, where nothing is in the tree that was not published."""
    unsure: tuple[str, ...] = ()
    """Those that were changed a moment ago."""


class Glance(Value, frozen=True):
    """What stat says of a published tree in which there is nothing but what was published, edited or not."""

    stamps: dict[str, FileStamp]
    """Of files that are as they were published, those that are others than the ledger's."""
    edited: tuple[str, ...]
    """Files that are not, in order."""
    single: tuple[str, ...]
    """Of the others, those that no other tree shares by hard link."""
    folders: dict[str, tuple[int, int]]
    """The stamps that are others than the ledger's."""
    unsure: tuple[str, ...]
    """Folders that were changed a moment before."""


def inspect(output: str, *, project: str, keep: tuple[str, ...], ledger: Ledger, mend: bool = True,
            seen: Glance | None = None) -> Published:
    """Look at the published tree before anything is built; a swap that was cut short is completed first.

    Without `mend` nothing is completed, and what was damaged is not said to have been restored. `seen` is what was seen
    of the ledger's tree a moment ago, where somebody has looked already.
    Raises BuildStopped: exit 2 for files that are not sitegen's and match no pattern of `keep`, or an output that
    overlaps the sources; exit 3 for an output that cannot be replaced.
    """
    _refuse_place(project, output)
    try:
        if mend:
            finish_swap(project, output)
        _refuse_kind(output)
        remedy = "has been restored" if mend else "will be restored by a build"
        return (_as_remembered(output, project, ledger, remedy, seen)
                or _look(output, project, keep, ledger, remedy))
    except OSError as problem:
        raise stopped(problem, "reading", os.path.basename(output), code="E-OUTPUT") from problem


def kept_name(path: str, keep: Iterable[str]) -> bool:
    """Whether a pattern such as `CNAME` or `google*.html` is of this file; `*` does not reach across folders."""
    parts = path.split("/")
    for pattern in keep:
        wanted = pattern.strip("/").split("/")
        if len(wanted) == len(parts) and all(map(fnmatch.fnmatchcase, parts, wanted)):
            return True
    return False


def _refuse_place(project: str, output: str) -> None:
    root, place = os.path.realpath(project), os.path.realpath(output)
    sources = [os.path.join(root, name) for name in (*FOLDERS, STATE, ".git")]
    if _within(root, place) or any(_within(place, folder) for folder in sources):
        raise BuildStopped(error("E-OUTPUT", f"the site cannot be published into '{shown(os.path.basename(place))}': "
                                 "the sources are there", "give another folder with --output, such as build", exit=2))


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _refuse_kind(output: str) -> None:
    parent = os.path.dirname(output)
    name = shown(os.path.basename(output))
    try:
        status = os.lstat(output)
    except FileNotFoundError:
        status = None
    reason = _fault(output, status, parent)
    if reason:
        detail = "" if status is None else f" ({_listed(status)} {name})"
        raise BuildStopped(error("E-OUTPUT", f"{name} {reason}{detail}",
                                 "give another folder with --output, or put this right first", exit=3))


def _fault(output: str, status: os.stat_result | None, parent: str) -> str:
    while not os.path.isdir(parent) and not os.path.lexists(parent):
        parent = os.path.dirname(parent)
    if not os.path.isdir(parent):
        return "cannot be made: the folder above it is not a folder"
    if not os.access(parent, os.W_OK | os.X_OK):
        return "cannot be replaced: the folder above it may not be written"
    if status is None:
        return ""
    if stat.S_ISLNK(status.st_mode):
        return "is a link; sitegen publishes into a folder of its own"
    if not stat.S_ISDIR(status.st_mode):
        return "is not a folder"
    if os.path.ismount(output):
        return "is a mount point and cannot be replaced in one step"
    if not os.access(output, os.R_OK | os.W_OK | os.X_OK):
        return "may not be written"
    return ""


def _listed(status: os.stat_result) -> str:
    """As `ls -l` has it."""
    try:
        import grp
        import pwd

        owner, group = pwd.getpwuid(status.st_uid).pw_name, grp.getgrgid(status.st_gid).gr_name
    except (ImportError, KeyError):
        owner, group = str(status.st_uid), str(status.st_gid)
    return f"{stat.filemode(status.st_mode)} {owner} {group}"


def _as_remembered(output: str, project: str, ledger: Ledger, remedy: str, seen: Glance | None) -> Published | None:
    """The tree if stat proves that the files of it are those that were published, so that no folder need be listed.

    None at any doubt, and for whatever else has to be told but that some of them have been edited.
    """
    try:
        found = _of_ledger(output, ledger)
        if found is None:
            return None
        data, manifest = found
        if seen is None or not _still_there(output, ledger, seen):
            seen = _glance(output, manifest, ledger)
    except OSError:
        return None
    if seen is None:
        return None
    stamps = {**ledger.outputs, **seen.stamps}
    for path in seen.edited:
        del stamps[path]
    return Published(
        project=project, output=output, files=manifest.files, pages=manifest.pages, stale_after=manifest.stale_after,
        manifest=ledger.manifest, manifest_data=data, stamps=stamps, folders={**ledger.folders, **seen.folders},
        own=True, unsure=seen.unsure, damaged=seen.edited, single=frozenset(seen.single),
        diagnostics=tuple(_damage(output, path, seen.edited, remedy) for path in seen.edited),
    )


def glance(output: str, *, ledger: Ledger) -> Glance | None:
    """What stat says of the tree of that ledger; None at any doubt."""
    try:
        found = _of_ledger(output, ledger)
        return None if found is None else _glance(output, found[1], ledger)
    except OSError:
        return None


def _of_ledger(output: str, ledger: Ledger) -> tuple[bytes, Manifest] | None:
    """The manifest of the tree, as it stands and as it is understood; None where it is not the ledger's."""
    data = manifest_bytes(output) if ledger.folders else None
    manifest = decode_manifest(data, own=True) if data and _digest_of(data) == ledger.manifest else None
    return (data, manifest) if data and manifest and manifest.files.keys() == ledger.outputs.keys() else None


def _still_there(output: str, ledger: Ledger, seen: Glance) -> bool:
    """Whether the folder that was seen is the one that stands there: another build may have put its own there."""
    return folder_stamp(os.lstat(output)) == (seen.folders.get("") or ledger.folders[""])


def _glance(output: str, manifest: Manifest, ledger: Ledger) -> Glance | None:
    began_ns = time.time_ns()
    found = list(map(os.lstat, [f"{output}/{path}" for path in ledger.outputs]))
    folders = look_at_folders(output, ledger.folders)
    # What was too young to be trusted is read again, and what is another now.
    stamps, edited = _sound_ones(output, manifest, ledger, found)
    others = {path: stamp for path, stamp in folders.items() if stamp != ledger.folders[path]}
    if not all(_holds_only(output, folder, manifest.files, folders) for folder in {*ledger.unsure, *others}):
        return None
    return Glance(
        stamps=stamps, edited=tuple(sorted(edited)), folders=others,
        single=tuple([path for path, status in zip(ledger.outputs, found, strict=True)
                      if status.st_nlink == 1 and path not in edited]),
        unsure=recent(folders, began_ns))


def _sound_ones(output: str, manifest: Manifest, ledger: Ledger, found: list[os.stat_result]
                ) -> tuple[dict[str, FileStamp], set[str]]:
    """The other stamps of files that still are what was published, and those that are not. Raises OSError."""
    stamps: dict[str, FileStamp] = {}
    edited: set[str] = set()
    before = ledger.outputs
    then, now = list(map(known_of, before.values())), list(map(seen_of, found))
    others = [path for path, one, other in zip(before, then, now, strict=True) if one != other] if then != now else []
    young = [path for path, stamp in before.items() if stamp.digest != manifest.files[path]]
    status_of = dict(zip(before, found, strict=True)) if others or young else {}
    for path in dict.fromkeys([*young, *others]):
        sound = _sound(output, path, status_of[path], manifest.files[path], ledger)
        if sound is not None:
            stamps[path] = sound
        elif stat.S_ISREG(status_of[path].st_mode):
            edited.add(path)
        else:
            raise FileNotFoundError(2, "no longer a file")
    return stamps, edited


def look_at_folders(output: str, folders: Iterable[str]) -> dict[str, tuple[int, int]]:
    """The stamps of these folders of the tree. Raises OSError."""
    paths = list(folders)
    return dict(zip(paths, map(folder_stamp, map(os.lstat, [f"{output}/{path}" for path in paths])), strict=True))


def recent(folders: dict[str, tuple[int, int]], looked_ns: int) -> tuple[str, ...]:
    """Those that had been changed so short a time before they were looked at that another change might not tell."""
    return tuple([path for path, (_, changed_ns) in folders.items() if changed_ns >= looked_ns - TICK_NS])


def _holds_only(output: str, folder: str, files: dict[str, str], folders: dict[str, tuple[int, int]]) -> bool:
    """Whether each name in a folder of the tree is one that was published."""
    below = folder and folder + "/"
    with os.scandir(f"{output}/{folder}") as listing:
        names = [below + entry.name for entry in listing]
    return all(name in files or name in folders or name == MANIFEST for name in names)


def _look(output: str, project: str, keep: tuple[str, ...], ledger: Ledger, remedy: str) -> Published:
    began_ns = time.time_ns()
    present: dict[str, os.stat_result] = {}
    hollow: list[str] = []
    folders: dict[str, tuple[int, int]] = {}
    if os.path.isdir(output):
        _walk(output, "", present, hollow, folders)
    data = manifest_bytes(output) if MANIFEST in present else None
    manifest = decode_manifest(data) if data is not None else None
    owned = manifest.files if manifest else {}
    foreign = [path for path in sorted(present) if path != MANIFEST and path not in owned]
    kept = tuple(path for path in foreign if stat.S_ISREG(present[path].st_mode) and kept_name(path, keep))
    _refuse_foreign(output, sorted(set(foreign) - set(kept)), present, manifest)
    if manifest is None or data is None:
        return Published(project=project, output=output, kept=kept, hollow=tuple(hollow))
    stamps = {path: stamp for path, digest in manifest.files.items()
              if (stamp := _sound(output, path, present.get(path), digest, ledger))}
    damaged = tuple(sorted(manifest.files.keys() - stamps.keys()))
    return Published(
        project=project, output=output, files=manifest.files, pages=manifest.pages, stale_after=manifest.stale_after,
        manifest=_digest_of(data), manifest_data=data, kept=kept, damaged=damaged,
        hollow=tuple(hollow), stamps=stamps,
        single=frozenset(path for path in stamps if present[path].st_nlink == 1),
        diagnostics=tuple(_damage(output, path, present, remedy) for path in damaged),
        folders={} if kept or damaged or hollow else folders, unsure=recent(folders, began_ns),
    )


def _walk(folder: str, below: str, present: dict[str, os.stat_result], hollow: list[str],
          folders: dict[str, tuple[int, int]]) -> None:
    """Every file under `folder`, links and devices included, with its status; folders without any go to `hollow`.

    `folders` gets their stamps, as they were before they were listed.
    """
    folders[below[:-1]] = folder_stamp(os.lstat(folder))
    with os.scandir(folder) as listing:
        for entry in listing:
            if not entry.is_dir(follow_symlinks=False):
                present[below + entry.name] = entry_status(entry)
                continue
            before = len(present)
            _walk(entry.path, below + entry.name + "/", present, hollow, folders)
            if len(present) == before:
                hollow.append(below + entry.name)


def _refuse_foreign(output: str, foreign: list[str], present: dict[str, os.stat_result],
                    manifest: Manifest | None) -> None:
    if manifest is None and MANIFEST in present:
        foreign = [MANIFEST, *foreign]
    if not foreign:
        return
    name = shown(os.path.basename(output))
    named = ", ".join(shown(path) for path in foreign[:_NAMED])
    more = f" and {len(foreign) - _NAMED} more" if len(foreign) > _NAMED else ""
    if manifest is None:
        raise BuildStopped(error(
            "E-OUTPUT-FOREIGN", f"{name} is not empty and was not made by sitegen: {named}{more}",
            f"move these files away (or delete {name} if nobody needs them), or give another folder with --output",
            exit=2))
    single = next((path for path in foreign if "/" not in path), "")
    stay = f", or let them stay with, in site.yaml: keep: [{shown(single)}]" if single else "; folders cannot be kept"
    raise BuildStopped(error(
        "E-OUTPUT-FOREIGN", f"{name} holds files that sitegen did not make: {named}{more}",
        f"move them away{stay}", exit=2))


def _sound(output: str, path: str, status: os.stat_result | None, digest: str, ledger: Ledger) -> FileStamp | None:
    """The stamp of a file that still is what was published; None for one that is not."""
    if status is None or not stat.S_ISREG(status.st_mode):
        return None
    stamp = FileStamp(size=status.st_size, mtime_ns=status.st_mtime_ns, ctime_ns=status.st_ctime_ns,
                      inode=status.st_ino, digest=digest)
    if ledger.outputs.get(path) == stamp or _digest(os.path.join(output, path)) == digest:
        return stamp
    return None


def _digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:32]


def _digest(location: str) -> str:
    total = hashlib.sha256()
    descriptor = os.open(location, READ)
    try:
        while block := os.read(descriptor, _BLOCK):
            total.update(block)
    finally:
        os.close(descriptor)
    return total.hexdigest()[:32]


def _damage(output: str, path: str, present: Container[str], remedy: str) -> Diagnostic:
    name = f"{os.path.basename(output)}/{path}"
    what = "edited" if path in present else "deleted"
    return warning("W-EDITED", f"{shown(name)} was {what} by hand and {remedy}",
                   "change the sources instead: what is done in the published folder is lost", path=shown(name))
