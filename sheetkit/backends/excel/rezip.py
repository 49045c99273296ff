"""A package written anew with some parts replaced: every other entry is copied as it lies, packed bytes and all.

Layout after PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
"""

import io
import struct
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from isal import isal_zlib

from sheetkit.backends.excel.bytesxml import Pieces
from sheetkit.core.errors import PatchRefused

_LOCAL: Final = struct.Struct("<4s5H3I2H")
_CENTRAL: Final = struct.Struct("<4s4B4H3I5H2I")
_END: Final = struct.Struct("<4s4H2IH")
_UTF8_NAMES: Final = 0x800
_VERSION: Final = 20
_LEVEL: Final = 1
_ZIP64_FIELD: Final = 1
_LIMIT: Final = 0xFFFF_FFFF
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class _Placed:
    """An entry in the new file: its old record, where it begins, and what of its content is new (or None)."""

    info: zipfile.ZipInfo
    offset: int
    crc: int
    packed: int
    size: int
    rewritten: bool


def rezipped(
    data: bytes, changes: Mapping[str, Pieces | None], added: Mapping[str, Pieces] | None = None
) -> list[bytes | memoryview]:
    """The archive `data` with the content of these entries replaced, or left out where None; in pieces.

    Order, dates, data descriptors and comments of the other entries stay. Entries that are added come last, under the
    date of the first one.
    """
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        infos, directory, comment = archive.infolist(), archive.start_dir, archive.comment
    if unknown := set(changes) - {info.filename for info in infos}:
        raise PatchRefused(f"The workbook has no part {', '.join(sorted(unknown))}.")
    starts = sorted(info.header_offset for info in infos)
    ends = dict(zip(starts, [*starts[1:], directory], strict=True))
    view, pieces, offset = memoryview(data), list[bytes | memoryview](), 0
    placed: dict[int, _Placed] = {}
    for info in sorted(infos, key=lambda info: info.header_offset):
        new = changes.get(info.filename, ())
        if new is None:
            continue
        if info.filename in changes:
            body, entry = _rewritten(info, new, offset)
        else:
            body = [view[info.header_offset : ends[info.header_offset]]]
            entry = _Placed(info, offset, info.CRC, info.compress_size, info.file_size, rewritten=False)
        placed[info.header_offset] = entry
        pieces += body
        offset += sum(map(len, body))
    kept = [placed[info.header_offset] for info in infos if info.header_offset in placed]
    for name, content in (added or {}).items():
        body, entry = _rewritten(_entry(name, infos[0].date_time), content, offset)
        kept.append(entry)
        pieces += body
        offset += sum(map(len, body))
    records = b"".join(map(_central, kept))
    if offset + len(records) > _LIMIT:
        raise PatchRefused("The workbook would be larger than 4 GiB, which Excel does not open.")
    count = len(kept)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(records), offset, len(comment)) + comment
    return [*pieces, records, end]


def _entry(name: str, date: tuple[int, int, int, int, int, int]) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, date)
    info.flag_bits = 0 if name.isascii() else _UTF8_NAMES
    info.external_attr = 0
    return info


def _rewritten(info: zipfile.ZipInfo, content: Pieces, offset: int) -> tuple[list[bytes | memoryview], _Placed]:
    deflater = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS)
    crc = size = 0
    packed: list[bytes | memoryview] = []
    for block in _blocks(content):
        crc = isal_zlib.crc32(block, crc)
        size += len(block)
        packed.append(deflater.compress(block))
    packed.append(deflater.flush())
    entry = _Placed(info, offset, crc, sum(map(len, packed)), size, rewritten=True)
    name = _raw_name(info)
    date, time = _dos(info)
    head = (_VERSION, info.flag_bits & _UTF8_NAMES, zipfile.ZIP_DEFLATED, time, date, crc, entry.packed, size)
    return [_LOCAL.pack(b"PK\x03\x04", *head, len(name), 0) + name, *packed], entry


def _central(entry: _Placed) -> bytes:
    info, name, (date, time) = entry.info, _raw_name(entry.info), _dos(entry.info)
    flags, method, needed = info.flag_bits, info.compress_type, info.extract_version
    if entry.rewritten:
        flags, method, needed = flags & _UTF8_NAMES, zipfile.ZIP_DEFLATED, _VERSION
    extra = _without_zip64(info.extra)
    head = (info.create_version, info.create_system, needed, 0, flags, method, time, date)
    sizes = (entry.crc, entry.packed, entry.size, len(name), len(extra), len(info.comment), 0)
    where = (info.internal_attr, info.external_attr, entry.offset)
    return _CENTRAL.pack(b"PK\x01\x02", *head, *sizes, *where) + name + extra + info.comment


def _blocks(content: Pieces) -> Iterator[bytes | memoryview]:
    """Small pieces joined: the deflater costs the same for a byte as for a thousand."""
    waiting: list[bytes | memoryview] = []
    size = 0
    for piece in content:
        waiting.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield waiting[0] if len(waiting) == 1 else b"".join(waiting)
            waiting, size = [], 0
    yield b"".join(waiting)


def _raw_name(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _UTF8_NAMES else "cp437")


def _dos(info: zipfile.ZipInfo) -> tuple[int, int]:
    year, month, day, hour, minute, second = info.date_time
    return (year - 1980) << 9 | month << 5 | day, hour << 11 | minute << 5 | second // 2


def _without_zip64(extra: bytes) -> bytes:
    """The extra field without sizes that the record itself now holds."""
    kept, at = b"", 0
    while at + 4 <= len(extra):
        tag, size = struct.unpack_from("<HH", extra, at)
        if tag != _ZIP64_FIELD:
            kept += extra[at : at + 4 + size]
        at += 4 + size
    return kept + extra[at:]
