"""A workbook file replaced so that it is the old one or the new one at every moment, and one at a time.

Beside `cases.xlsx` may lie `.cases.xlsx.bak`, the version before the last change; while sheetkit works there are
`.cases.xlsx.lock` and a temporary file, both gone afterwards. What a killed run left is removed by the next one.
"""

import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

from sheetkit.backends.excel import locks
from sheetkit.backends.excel.bytesxml import Pieces
from sheetkit.core.errors import FileBusy, FileExists, FileMissing, FileMoved, WriteFailed, not_written

_PRIVATE: Final = 0o600
_COMMON: Final = 0o666
_WRITABLE: Final = 0o222
"""Root may write every file; one that lets nobody write is left alone all the same."""
_BLOCK: Final = 1 << 20

PathLike = str | os.PathLike[str]


def backup_path(path: PathLike) -> Path:
    """Where the version before the last change is kept: `.cases.xlsx.bak` beside `cases.xlsx`."""
    target = real_path(path)
    return target.with_name(f".{target.name}.bak")


def real_path(path: PathLike) -> Path:
    """The file itself, where `path` is a link to it."""
    return Path(os.path.realpath(path))


def revision(path: PathLike) -> str:
    """The SHA-256 of the file's bytes, in hexadecimal. Raises FileMissing."""
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - `path` may be a str
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        raise FileMissing(path=os.fspath(path)) from None


@contextmanager
def locked(path: PathLike, timeout: float = 0) -> Iterator[None]:
    """Hold the workbook against other runs of sheetkit; it may be taken again inside by the same thread.

    Waits up to `timeout` seconds. Raises FileBusy when another run has it, FileMissing when its folder does not exist,
    WriteFailed when its folder cannot be written to.
    """
    target = real_path(path)
    if not target.parent.is_dir():  # FileLock would make it
        raise FileMissing("There is no such folder.", path=os.fspath(path))
    lock = FileLock(target.with_name(f".{target.name}.lock"), is_singleton=True)
    try:
        lock.acquire(timeout=timeout)
    except Timeout:
        raise FileBusy(
            "Another run of sheetkit is working on this workbook.",
            path=os.fspath(path),
            hint="Wait until it is done, then run the command again. Nothing was changed.",
        ) from None
    except OSError as error:
        raise not_written(error, path, target.parent) from None
    try:
        yield
    finally:
        if lock.lock_counter == 1:
            # Waiters notice that the file they wait for has gone and begin anew.
            with suppress(OSError):
                Path(lock.lock_file).unlink()
        lock.release()


def refuse(path: PathLike) -> None:
    """Raise FileBusy when a program has the workbook open, WriteFailed when its file is read-only."""
    locks.refuse_open(Path(path))
    target = real_path(path)
    if target.exists() and not (target.stat().st_mode & _WRITABLE and os.access(target, os.W_OK)):
        hint = f"Make it writable (in its properties, or with `chmod u+w {target.name}`), or work on a copy of it."
        raise WriteFailed("The file is read-only.", path=os.fspath(path), hint=f"{hint} Nothing was changed.")


def replace(
    path: PathLike, pieces: Pieces, *, expected: str, check: Callable[[Path], None], backup: bool = True
) -> str:
    """Put these bytes in the place of the file, durably, and return their revision. Call it inside `locked`.

    `check` is given the new file before it takes the old one's place, and raises when it is no good. Raises FileMoved
    when the file's revision is not `expected`, WriteFailed when the disk refuses, and what `refuse` raises; the file is
    then as it was, and nothing is left behind. Mode, owner and extended attributes stay.
    """
    target = real_path(path)
    refuse(path)
    with _temporary(target) as (temporary, made):
        new = _write(temporary, pieces, _PRIVATE)
        _look_like(temporary, target)
        check(temporary)
        refuse(path)
        if revision(target) != expected:
            raise FileMoved(path=os.fspath(path))
        if backup:
            _keep(target, made)
        temporary.replace(target)
        _sync_folder(target.parent)
    return new


def create(path: PathLike, pieces: Pieces, *, check: Callable[[Path], None]) -> str:
    """Write a new file, durably, and return its revision. Raises FileExists, and otherwise like `replace`."""
    target = real_path(path)
    if target.exists():
        raise FileExists(path=os.fspath(path))
    with _temporary(target) as (temporary, _):
        new = _write(temporary, pieces, _COMMON)
        check(temporary)
        try:
            os.link(temporary, target)  # unlike a rename it never takes the place of a file
        except FileExistsError:
            raise FileExists(path=os.fspath(path)) from None
        except OSError:
            temporary.replace(target)
        _sync_folder(target.parent)
    return new


@contextmanager
def _temporary(target: Path) -> Iterator[tuple[Path, Path]]:
    """Two names in the target's folder that are free now and afterwards; errors of the disk become advice."""
    label = hashlib.sha256(target.name.encode("utf-8", "surrogateescape")).hexdigest()[:12]
    names = [target.with_name(f".sheetkit-{label}-{secrets.token_hex(4)}.tmp") for _ in range(2)]
    try:
        for leftover in target.parent.glob(f".sheetkit-{label}-*.tmp"):
            leftover.unlink(missing_ok=True)
        yield names[0], names[1]
    except OSError as error:
        raise not_written(error, target, target.parent) from None
    finally:
        for name in names:
            with suppress(OSError):
                name.unlink(missing_ok=True)


def _write(file: Path, pieces: Pieces, mode: int) -> str:
    """Write the pieces through to the disk; their SHA-256."""
    digest = hashlib.sha256()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb", _BLOCK) as opened:
        for piece in pieces:
            digest.update(piece)
            opened.write(piece)
        opened.flush()
        os.fsync(opened.fileno())
    return digest.hexdigest()


def _look_like(file: Path, model: Path) -> None:
    """Give the file the owner, mode and attributes of another, as far as this account may."""
    status = model.stat()
    if hasattr(os, "chown"):
        with suppress(OSError):
            os.chown(file, -1, status.st_gid)
        with suppress(OSError):
            os.chown(file, status.st_uid, -1)
    shutil.copystat(model, file)
    os.utime(file)


def _keep(target: Path, made: Path) -> None:
    """Keep the file as it is under the backup's name: a second name for it where the disk can, else a copy."""
    try:
        os.link(target, made)
    except OSError:
        shutil.copy2(target, made)
        with made.open("rb") as opened:
            os.fsync(opened.fileno())
    made.replace(backup_path(target))
    _sync_folder(target.parent)


def _sync_folder(folder: Path) -> None:
    """Make renames in the folder last through a power cut, where the system can."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        with suppress(OSError):
            os.fsync(opened)
    finally:
        os.close(opened)
