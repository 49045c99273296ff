"""Writes a ZIP file entry by entry from streams of bytes, always the same bytes for the same content.

The standard library's writer cannot take ISA-L's deflater, which is several times faster than zlib's at level 1. Every
entry has the same date (the first that ZIP knows), no extra fields and its sizes in the local header, so that no
reader meets a data descriptor. Layout after PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
"""

import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO, Final

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
_LEVEL: Final = 2


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


class ZipStream:
    """A ZIP file being written to `target`, which must be seekable. Call `finish` once after the last entry."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._entries: list[_Entry] = []

    def add(self, name: str, chunks: Iterable[bytes]) -> None:
        """Add one deflated entry; the chunks are read one by one and none is kept."""
        encoded = name.encode()
        offset = self._target.tell()
        self._target.write(self._local(_Entry(encoded, 0, 0, 0, offset)))
        deflater = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _RAW)
        crc = size = packed = 0
        for chunk in chunks:
            crc = isal_zlib.crc32(chunk, crc)
            size += len(chunk)
            packed += self._target.write(deflater.compress(chunk))
        packed += self._target.write(deflater.flush())
        end = self._target.tell()
        if max(size, packed, end) > _LIMIT:
            raise WorkbookTooLarge
        entry = _Entry(encoded, crc, packed, size, offset)
        self._entries.append(entry)
        self._target.seek(offset)
        self._target.write(self._local(entry))
        self._target.seek(end)

    def finish(self) -> None:
        """Write the directory at the end of the file."""
        start = self._target.tell()
        for entry in self._entries:
            self._target.write(self._central(entry))
        size = self._target.tell() - start
        count = len(self._entries)
        self._target.write(_END.pack(b"PK\x05\x06", 0, 0, count, count, size, start, 0))

    @staticmethod
    def _local(entry: _Entry) -> bytes:
        head = (_VERSION, _UTF8_NAMES, _DEFLATE, _TIME, _DATE, entry.crc, entry.packed, entry.size, len(entry.name), 0)
        return _LOCAL.pack(b"PK\x03\x04", *head) + entry.name

    @staticmethod
    def _central(entry: _Entry) -> bytes:
        head = (_VERSION, _VERSION, _UTF8_NAMES, _DEFLATE, _TIME, _DATE, entry.crc, entry.packed, entry.size)
        return _CENTRAL.pack(b"PK\x01\x02", *head, len(entry.name), 0, 0, 0, 0, 0, entry.offset) + entry.name
