"""The files that the server holds: spreadsheets and folders, each with what Drive knows about it."""

import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Protocol, TypeVar

from sheetkit.emulator.document import Document, Json
from sheetkit.emulator.users import User

SPREADSHEET: Final = "application/vnd.google-apps.spreadsheet"
FOLDER: Final = "application/vnd.google-apps.folder"
Result = TypeVar("Result")


@dataclass(slots=True)
class File:
    """One file: `document` for a spreadsheet, None for a folder; permissions, comments and dates as Drive has them.

    `document` is replaced, never changed in place, so that a reader needs no lock; `lock` is held while it is replaced.
    `version` grows with every change, also with those nobody sees. `calculated` is when formulas were last computed,
    `made_by` the program that made the file.
    """

    id: str
    mime_type: str
    created: datetime
    modified: datetime
    owner: str
    name: str = ""
    document: Document | None = None
    permissions: list[Json] = field(default_factory=list)
    comments: list[Json] = field(default_factory=list)
    parents: tuple[str, ...] = ()
    app_properties: dict[str, str] = field(default_factory=dict)
    properties: dict[str, str] = field(default_factory=dict)
    description: str = ""
    starred: bool = False
    trashed: bool = False
    modified_by: str = ""
    made_by: str = ""
    version: int = 1
    calculated: datetime = datetime(1970, 1, 1, tzinfo=UTC)
    lock: threading.RLock = field(default_factory=threading.RLock, repr=False, compare=False)

    @property
    def title(self) -> str:
        """The name, which for a spreadsheet is its title."""
        return str(self.document.properties.get("title", "")) if self.document else self.name


class Keeper(Protocol):
    """Where files survive a restart."""

    def load(self) -> Iterator[File]:
        """Every file that was kept."""

    def save(self, file: File, before: Document | None) -> None:
        """Keep a file as it is now; `before` is its spreadsheet before the change, None for a new file."""

    def remove(self, file_id: str) -> None:
        """Forget a file."""


class Store:
    """All files by id. Every change goes through `change` or `write`, one at a time for each file."""

    def __init__(self, keeper: Keeper | None = None) -> None:
        self._files: dict[str, File] = {}
        self._lock = threading.RLock()
        self._keeper = keeper
        if keeper:
            self._files = {file.id: file for file in keeper.load()}

    def get(self, file_id: str) -> File | None:
        """The file with an id, or None."""
        return self._files.get(file_id)

    def files(self) -> list[File]:
        """Every file, in the order in which they were created."""
        with self._lock:
            return list(self._files.values())

    def add(self, file: File) -> None:
        """Keep a new file."""
        with self._lock:
            if self._keeper:
                self._keeper.save(file, None)
            self._files[file.id] = file

    def remove(self, file_id: str) -> None:
        """Forget a file, at once and for good."""
        with self._lock:
            if self._files.pop(file_id, None) and self._keeper:
                self._keeper.remove(file_id)

    def change(self, file: File, edit: Callable[[File], Result], *, at: datetime | None = None) -> Result:
        """Change what Drive knows about a file; with `at` and `file.modified_by` people see that it was modified."""
        with file.lock, _or_as_before(file):
            before = file.document
            result = edit(file)
            file.version += 1
            file.modified = at or file.modified
            self._keep(file, before)
            return result

    def write(self, file: File, edit: Callable[[Document], Result], *, user: User, at: datetime) -> Result:
        """Change a spreadsheet: `edit` works on a copy, which takes the place of the old one if nothing is raised."""
        with file.lock, _or_as_before(file):
            before = spreadsheet(file)
            working = before.copy()
            result = edit(working)
            file.document = working
            file.version += 1
            file.modified = file.calculated = at
            file.modified_by = user.email
            self._keep(file, before)
            return result

    def refresh(self, file: File, edit: Callable[[Document], object], *, at: datetime) -> None:
        """Replace a spreadsheet by one with newer results of formulas, which is no change of the file."""
        with file.lock:
            working = spreadsheet(file).copy()
            edit(working)
            file.document = working
            file.calculated = at

    def _keep(self, file: File, before: Document | None) -> None:
        if self._keeper and file.id in self._files:
            self._keeper.save(file, before)


@contextmanager
def _or_as_before(file: File) -> Iterator[None]:
    """Everything in a file back as it was, if something is raised."""
    before = {name: getattr(file, name) for name in File.__dataclass_fields__}
    try:
        yield
    except BaseException:
        for name, value in before.items():
            setattr(file, name, value)
        raise


def spreadsheet(file: File) -> Document:
    """The spreadsheet in a file that is one."""
    if file.document is None:
        raise TypeError(f"{file.id} is not a spreadsheet")
    return file.document


def new_spreadsheet(document: Document, user: User, at: datetime, *, made_by: str = "") -> File:
    """A file that belongs to a user, with a spreadsheet in it; `made_by` is the program that made it."""
    return File(
        document.spreadsheet_id,
        SPREADSHEET,
        at,
        at,
        user.email,
        document=document,
        permissions=[ownership(user)],
        modified_by=user.email,
        made_by=made_by,
        calculated=at,
    )


def new_id() -> str:
    """An id as Google makes them: 44 letters, digits, dashes and underscores, that begin with 1."""
    return "1" + secrets.token_urlsafe(33)[:43]


def ownership(user: User) -> dict[str, Any]:
    """The permission that an owner has."""
    return {
        "kind": "drive#permission",
        "id": user.permission_id,
        "type": "user",
        "emailAddress": user.email,
        "role": "owner",
        "displayName": user.name,
        "deleted": False,
        "pendingOwner": False,
    }
