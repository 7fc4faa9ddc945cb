"""What sources came to when they were parsed, by the digest of their bytes."""

import hashlib
import os
import sqlite3
from collections.abc import Collection, Iterable, Sequence

import msgspec

from sitegen.diagnostics import BuildStopped
from sitegen.disk.places import state_file
from sitegen.disk.state import open_state
from sitegen.model import Body
from sitegen.tracing import digest_bytes

_VERSION = 3
_SEAL = 16
"""Bytes before each value that tell whether it is what was put there."""
_TABLE = "CREATE TABLE parsed (key TEXT PRIMARY KEY, facts BLOB, body BLOB);"
_decode_body = msgspec.msgpack.Decoder(Body).decode
_UNREADABLE = "what was remembered was unreadable and is ignored"


class ParsedStore:
    """A memory that may forget but never lies: whatever is damaged, missing or of another version is not there.

    `notice` says so in words once something had to be ignored.
    """

    def __init__(self, project: str) -> None:
        self.notice = ""
        self._path = state_file(project, "parsed.sqlite")
        self._connection: sqlite3.Connection | None = None
        self.began_empty = False
        """There was no file: whatever is in it now was put there by who holds this."""
        try:
            open_state(project)
            self._connection = self._open()
        except (OSError, sqlite3.Error, BuildStopped) as problem:
            self._ignore(problem)

    def get(self, key: str) -> bytes | None:
        """What the source of that digest came to, without its body, packed; None where that is not known."""
        blob = self._select("SELECT facts FROM parsed WHERE key = ?", key)
        return None if blob is None or blob[:_SEAL] != _seal(key, blob[_SEAL:]) else blob[_SEAL:]

    def body(self, key: str) -> Body | None:
        """The body of the document of that digest; None where that is not known."""
        blob = self._select("SELECT body FROM parsed WHERE key = ?", key)
        if blob is None or blob[:_SEAL] != _seal(key, digest_bytes(blob[_SEAL:]).encode()):
            return None
        try:
            return _decode_body(blob[_SEAL:])
        except (msgspec.DecodeError, ValueError, RecursionError):
            return None

    def put(self, items: Iterable[tuple[str, bytes | None, bytes | None, str]]) -> bool:
        """Remember what sources came to, facts and body, each under the digest of its bytes (and of whatever decided);
        with the digest of the body.

        False where that failed.
        """
        rows = [(key, facts and _seal(key, facts) + facts, body and _seal(key, digest.encode()) + body)
                for key, facts, body, digest in items]
        self._change("INSERT OR REPLACE INTO parsed VALUES (?, ?, ?)", rows)
        return self._connection is not None and not self.notice

    def prune(self, keys_in_use: Collection[str]) -> None:
        """Forget everything that no source of the site leads to any more."""
        if self._connection is None:
            return
        try:
            known = [key for (key,) in self._connection.execute("SELECT key FROM parsed")]
        except sqlite3.Error as problem:
            self._ignore(problem)
            return
        used = frozenset(keys_in_use)
        self._change("DELETE FROM parsed WHERE key = ?", [(key,) for key in known if key not in used])

    def close(self) -> None:
        """Let go of the file; the memory is empty from now on."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, timeout=0.2, isolation_level=None, check_same_thread=False)
        # A checksum stands in every row and the whole may be lost: there is nothing to wait for the disk for.
        connection.execute("PRAGMA synchronous = OFF")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version == 0:
            self.began_empty = True
            connection.executescript(f"BEGIN; {_TABLE} PRAGMA user_version = {_VERSION}; COMMIT;")
        elif version != _VERSION:
            connection.close()
            raise sqlite3.DatabaseError("another version")
        return connection

    def _start_again(self) -> None:
        """Make an empty file in place of a damaged one, so that the next build remembers again."""
        try:
            os.unlink(self._path)
            self._connection = self._open()
        except (OSError, sqlite3.Error):
            self._connection = None

    def _select(self, query: str, key: str) -> bytes | None:
        if self._connection is None:
            return None
        try:
            row = self._connection.execute(query, (key,)).fetchone()
        except sqlite3.Error as problem:
            self._ignore(problem)
            return None
        return row[0] if row is not None and isinstance(row[0], bytes) else None

    def _change(self, statement: str, rows: Sequence[Sequence[str | bytes | None]]) -> None:
        if self._connection is None or not rows:
            return
        try:
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(statement, rows)
            self._connection.execute("COMMIT")
        except sqlite3.Error as problem:
            self._ignore(problem)

    def _ignore(self, problem: Exception) -> None:
        """After a fault the memory is empty: a damaged file is made anew, a busy one left alone."""
        self.notice = _UNREADABLE
        self.close()
        if isinstance(problem, sqlite3.Error) and "locked" not in str(problem):
            self._start_again()


def _seal(key: str, content: bytes) -> bytes:
    return hashlib.sha256(key.encode() + b"\0" + content).digest()[:_SEAL]
