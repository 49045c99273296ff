"""What a disk or a database that refuses means for what is remembered of a pair."""

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sheetkit.core.errors import FileBusy, SheetkitError

_FULL: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_DENIED: Final = {errno.EACCES, errno.EPERM, errno.EROFS}
_CODE: Final = 0xFF
"""SQLite's primary result code; the bits above it tell more (https://www.sqlite.org/rescode.html)."""


class StateRefused(SheetkitError):  # noqa: N818 - the domain's word, not a suffix
    """What sheetkit remembers cannot be written down."""

    hint = "Make room, or give yourself the right to write there, then run the command again: it goes on from here."


@contextmanager
def told(path: Path) -> Iterator[None]:
    """Turn what the disk or SQLite says of a file into a sentence: StateRefused or FileBusy; the rest passes."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & _CODE
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise FileBusy("Another run of sheetkit is working on this pair.", path=str(path)) from None
        if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise _refused(path, f"The disk is full or refuses: {error}.") from None
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM):
            raise _refused(path, f"What sheetkit remembers cannot be written to {path.parent}.") from None
        raise
    except TimeoutError:  # of a lock
        raise
    except OSError as error:
        if error.errno in _FULL:
            raise _refused(path, "The disk is full.") from None
        if error.errno in _DENIED:
            raise _refused(path, f"What sheetkit remembers cannot be written to {path.parent}.") from None
        raise _refused(path, f"The disk refused: {error.strerror or error}.") from None


def _refused(path: Path, message: str) -> StateRefused:
    return StateRefused(message, path=str(path))
