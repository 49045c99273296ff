"""A folder that keeps files over a restart: for each a snapshot, and a journal of what changed since.

`ID.json.gz` is replaced as a whole (temporary file, fsync, rename). `ID.journal` has one line for each change, each
with its version and written with fsync; a line cut off by a crash is dropped, one older than the snapshot is skipped.
"""

import gzip
import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from filelock import FileLock, Timeout

from sheetkit.core.collector import paused
from sheetkit.core.errors import SheetkitError
from sheetkit.emulator.codec import (
    apply_changes,
    changes_to_json,
    document_from_json,
    document_to_json,
    file_from_json,
    file_to_json,
)
from sheetkit.emulator.document import Document
from sheetkit.emulator.store import File, spreadsheet

_SNAPSHOT: Final = ".json.gz"
_JOURNAL: Final = ".journal"
_LEAST: Final = 256 * 1024
"""Bytes that a journal may always have before its changes go into a new snapshot."""


class DataFolderBusy(SheetkitError):  # noqa: N818 - the domain's word, not a suffix
    """Another server is using this folder."""

    hint = "Stop the other one, or name another folder with --data."


class DataFolderBroken(SheetkitError):  # noqa: N818
    """A file in this folder is not one that the local server wrote."""

    hint = "Move it out of the folder, then start the server again."


class Folder:
    """Keeps files in a folder of their own, which only one server uses at a time."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._path.mkdir(parents=True, exist_ok=True)
        self._lock = FileLock(path / ".lock")
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            raise DataFolderBusy(path=str(path)) from None
        self._snapshots: dict[str, int] = {}
        self._journals: dict[str, int] = {}

    def close(self) -> None:
        """Let another server have the folder."""
        self._lock.release()

    def load(self) -> Iterator[File]:
        """Every file that was kept, as it was after the last complete write, the oldest first."""
        for left in self._path.glob("*.new"):
            left.unlink()
        files = [self._loaded(path) for path in self._path.glob(f"*{_SNAPSHOT}")]
        for journal in self._path.glob(f"*{_JOURNAL}"):
            if journal.name.removesuffix(_JOURNAL) not in self._snapshots:
                journal.unlink()  # of a file whose deletion was cut short
        yield from sorted(files, key=lambda file: file.created)

    def _loaded(self, path: Path) -> File:
        try:
            with paused():
                content = json.loads(gzip.decompress(path.read_bytes()))
                file = file_from_json(content["file"])
                file.document = document_from_json(content["document"]) if content["document"] else None
                self._snapshots[file.id] = path.stat().st_size
                return self._caught_up(file)
        except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
            raise DataFolderBroken(path=str(path)) from error

    def _caught_up(self, file: File) -> File:
        journal = self._path / (file.id + _JOURNAL)
        text = journal.read_bytes() if journal.exists() else b""
        whole = text[: text.rfind(b"\n") + 1]
        if whole != text:
            os.truncate(journal, len(whole))
        self._journals[file.id] = len(whole)
        for line in whole.splitlines():
            change = json.loads(line)
            if change["file"]["version"] > file.version:
                document, file = file.document, file_from_json(change["file"])
                file.document = document
                if document and change["changes"]:
                    apply_changes(document, change["changes"])
        return file

    def save(self, file: File, before: Document | None) -> None:
        """Keep a file: a line in its journal, or a new snapshot where that is shorter in the long run."""
        if before is None or file.id not in self._snapshots:
            self._snapshot(file)
            return
        changes = None if file.document is before else changes_to_json(before, spreadsheet(file))
        line = _text({"file": file_to_json(file), "changes": changes}) + b"\n"
        if self._journals.get(file.id, 0) + len(line) > max(_LEAST, self._snapshots[file.id]):
            self._snapshot(file)
        else:
            self._append(file.id, line)

    def _append(self, file_id: str, line: bytes) -> None:
        size = self._journals.get(file_id, 0)
        with (self._path / (file_id + _JOURNAL)).open("ab") as journal:
            try:
                journal.write(line)
                journal.flush()
                os.fsync(journal.fileno())
            except OSError:
                os.truncate(journal.name, size)
                raise
        if not size:
            self._sync()
        self._journals[file_id] = size + len(line)

    def _snapshot(self, file: File) -> None:
        with paused():
            document = document_to_json(file.document) if file.document else None
            packed = gzip.compress(_text({"file": file_to_json(file), "document": document}), compresslevel=1)
        path, new = self._path / (file.id + _SNAPSHOT), self._path / (file.id + ".new")
        with new.open("wb") as out:
            out.write(packed)
            out.flush()
            os.fsync(out.fileno())
        new.replace(path)
        (self._path / (file.id + _JOURNAL)).unlink(missing_ok=True)
        self._sync()
        self._snapshots[file.id], self._journals[file.id] = len(packed), 0

    def remove(self, file_id: str) -> None:
        """Forget a file; its journal goes last, since a journal alone means nothing."""
        for ending in (_SNAPSHOT, _JOURNAL):
            (self._path / (file_id + ending)).unlink(missing_ok=True)
        self._snapshots.pop(file_id, None)
        self._journals.pop(file_id, None)
        self._sync()

    def _sync(self) -> None:
        folder = os.open(self._path, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _text(content: Mapping[str, Any]) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"), default=dict).encode(errors="surrogatepass")
