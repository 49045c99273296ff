"""Where a workbook is: a file by its path, or a Google spreadsheet by its address or id."""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias
from urllib.parse import parse_qs, urlsplit

from sheetkit.backends.excel import store
from sheetkit.backends.excel.backend import ExcelBackend
from sheetkit.core.errors import SheetkitError
from sheetkit.workbook.backend import Backend

if TYPE_CHECKING:
    from sheetkit.backends.google.client import HTTPClient

Book: TypeAlias = str | os.PathLike[str] | Backend
"""What commands take for a workbook: a path, the address or id of a Google spreadsheet, or a backend."""

_ID: Final = re.compile(r"[A-Za-z0-9_-]{25,}")
"""Ids that Google gave out so far have 44 characters of these; files of such names are paths all the same."""
_ADDRESS: Final = re.compile(r"/(?:spreadsheets|file)/(?:u/\d+/)?d/(?!e/)([A-Za-z0-9_-]+)")
"""The path of a spreadsheet's address, in Drive that of a file; `d/e/` leads to a page that was published of one."""
_HOSTS: Final = ("docs.google.com", "drive.google.com")
_SCHEME: Final = re.compile(r"https?:/+", re.IGNORECASE)


def backend_of(book: Book, *, credentials: str = "") -> Backend:
    """The backend of a workbook. Raises SheetkitError for an address that is not one of a spreadsheet.

    `credentials` is a file to log in to Google with; without it the environment and the stored login count.
    """
    if not isinstance(book, str | os.PathLike):
        return book
    text = os.fspath(book)
    if not is_spreadsheet(text):
        return ExcelBackend(text)
    from sheetkit.backends.google.auth import connect
    from sheetkit.backends.google.backend import GoogleBackend

    base, spreadsheet = _parts(text)
    return GoogleBackend(connect(credentials=credentials, base_url=base), spreadsheet)


def is_spreadsheet(book: str) -> bool:
    """Whether the text names a Google spreadsheet: an address on the web, or an id of which there is no such file."""
    text = _plain(book)
    if _SCHEME.match(text):
        return True
    return (_ID.fullmatch(text) is not None or _bare(text)) and not Path(book).exists()


def _plain(text: str) -> str:
    """An address or id without what it was pasted with: spaces, and the angle brackets of a mail."""
    return text.strip().removeprefix("<").removesuffix(">").strip()


def _bare(text: str) -> bool:
    """Whether it is an address without `https://`, which some browsers leave out."""
    return text.casefold().startswith(tuple(f"{host}/" for host in _HOSTS))


def refuse_open(backend: Backend) -> None:
    """Raise FileBusy when the workbook is a file that a program has open, WriteFailed when it is read-only."""
    if isinstance(backend, ExcelBackend):
        store.refuse(backend.path)


def google(credentials: str = "") -> "HTTPClient":
    """The connection to Google, for what is not about one spreadsheet yet."""
    from sheetkit.backends.google.auth import connect

    return connect(credentials=credentials)


def beside(backend: Backend, ending: str) -> Path:
    """The path of a file that belongs to a workbook: beside the file, or in the present folder with its title.

    `ending` takes the place of the workbook's: `.Cases.mapping.yaml`.
    """
    if isinstance(backend, ExcelBackend):
        return backend.path.with_name(f"{backend.path.stem}{ending}")
    safe = re.sub(r"[^\w.-]+", "-", backend.name).strip("-.")
    return Path(f"{safe or 'spreadsheet'}{ending}")


@contextmanager
def reached(book: Book, *, credentials: str = "") -> Iterator[Backend]:
    """The backend of a workbook, for the length of a command."""
    yield backend_of(book, credentials=credentials)


def _parts(text: str) -> tuple[str, str]:
    """The server of an address ("": Google itself) and the id of its spreadsheet."""
    plain = _plain(text)
    if _ID.fullmatch(plain):
        return "", plain
    whole = f"https://{plain}" if _bare(plain) else plain
    address = urlsplit(_SCHEME.sub(lambda scheme: f"{scheme[0].rstrip('/')}//", whole, count=1))  # a Path has only one
    found = _ADDRESS.search(address.path)
    spreadsheet = found[1] if found else ""
    if address.hostname == "drive.google.com" and not spreadsheet:  # open?id=…
        spreadsheet = "".join(parse_qs(address.query).get("id", ())[:1])
    if not spreadsheet:
        hint = "Copy it from the browser while the spreadsheet is open: https://docs.google.com/spreadsheets/d/…"
        raise SheetkitError("This is not the address of a Google spreadsheet.", path=text, hint=hint)
    return "" if address.hostname in _HOSTS else f"{address.scheme}://{address.netloc}", spreadsheet
