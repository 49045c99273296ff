"""Puts the rows of a sheet into the part that XlsxWriter made for it, and takes invented dates out of another."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

_DIMENSION: Final = re.compile(rb'<dimension ref="[^"]*"/>')
_DATES: Final = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*</dcterms:\1>")
_EMPTY: Final = b"<sheetData/>"
_END: Final = b"</sheetData>"


def with_rows(part: bytes, extent: str, rows: Iterable[bytes]) -> Iterator[bytes]:
    """The sheet part with other rows in it, in pieces; `extent` is the range they cover."""
    start = part.index(b"<sheetData")
    hollow = part.startswith(_EMPTY, start)
    end = start + len(_EMPTY) if hollow else part.index(_END, start) + len(_END)
    yield _DIMENSION.sub(f'<dimension ref="{extent}"/>'.encode(), part[:start])
    yield b"<sheetData>"
    yield from rows
    yield _END
    yield part[end:]


def undated(part: bytes) -> bytes:
    """The document properties without the dates of creation and change."""
    return _DATES.sub(b"", part)
