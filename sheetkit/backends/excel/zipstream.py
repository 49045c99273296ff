"""A ZIP file as a stream of bytes, always the same bytes for the same content.

The standard library's writer cannot take ISA-L's deflater, which is several times faster than zlib's at level 1. Every
entry has the same date (the first that ZIP knows), no extra fields and its sizes in the local header, so that no
reader meets a data descriptor. Layout after PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
"""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from isal import isal_zlib

from sheetkit.core.errors import SheetkitError

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s6H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_VERSION: Final = 20
_UTF8_NAMES: Final = 0x800
_DEFLATE: Final = 8
_TIME: Final = 0
_DATE: Final = 0x21  # 1 January 1980
_LIMIT: Final = 0xFFFF_FFFF
_RAW: Final = -15
_LEVEL: Final = 2  # as fast as 1, a little smaller


class WorkbookTooLarge(SheetkitError):  # noqa: N818 - the domain's word, not a suffix
    """The workbook would be larger than 4 GiB, which Excel does not open."""

    hint = "Split the records over several workbooks."


@dataclass(frozen=True, slots=True)
class _Entry:
    name: bytes
    crc: int
    packed: int
    size: int
    offset: int


def zipped(parts: Iterable[tuple[str, Iterable[bytes]]]) -> Iterator[bytes]:
    """The archive of these parts, each a name and its content in chunks.

    Chunks are read one by one and not kept; of one part at a time the packed bytes are. A part's content is not asked
    for before the parts ahead of it are complete. Raises WorkbookTooLarge.
    """
    entries = []
    offset = 0
    for name, chunks in parts:
        entry, pieces = _pack(name.encode(), chunks, offset)
        entries.append(entry)
        header = _local(entry)
        offset += len(header) + entry.packed
        yield header
        yield from pieces
    directory = b"".join(map(_central, entries))
    if offset + len(directory) > _LIMIT:
        raise WorkbookTooLarge
    yield directory
    yield _END.pack(b"PK\x05\x06", 0, 0, len(entries), len(entries), len(directory), offset, 0)


def _pack(name: bytes, chunks: Iterable[bytes], offset: int) -> tuple[_Entry, list[bytes]]:
    deflater = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _RAW)
    crc = size = 0
    pieces = []
    for chunk in chunks:
        crc = isal_zlib.crc32(chunk, crc)
        size += len(chunk)
        if piece := deflater.compress(chunk):
            pieces.append(piece)
    pieces.append(deflater.flush())
    packed = sum(map(len, pieces))
    if max(size, packed, offset) > _LIMIT:
        raise WorkbookTooLarge
    return _Entry(name, crc, packed, size, offset), pieces


def _local(entry: _Entry) -> bytes:
    head = (_VERSION, _UTF8_NAMES, _DEFLATE, _TIME, _DATE, entry.crc, entry.packed, entry.size, len(entry.name), 0)
    return _LOCAL.pack(b"PK\x03\x04", *head) + entry.name


def _central(entry: _Entry) -> bytes:
    head = (_VERSION, _VERSION, _UTF8_NAMES, _DEFLATE, _TIME, _DATE, entry.crc, entry.packed, entry.size)
    return _CENTRAL.pack(b"PK\x01\x02", *head, len(entry.name), 0, 0, 0, 0, 0, entry.offset) + entry.name
