"""The ZIP container of a workbook: its entries, checked before anything is unpacked, and unpacked under a cap."""

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NoReturn

from isal import isal_zlib

from sheetkit.backends.excel.limits import Limits, advice
from sheetkit.backends.excel.sniff import ZIP_SIGNATURE, refusal
from sheetkit.core.errors import PackageRefused

CHUNK: Final = 1024 * 1024
"""Bytes handed out at a time while unpacking."""

_INPUT: Final = 64 * 1024
_LOCAL: Final = struct.Struct("<4s5H3L2H")  # APPNOTE 4.3.7
_CENTRAL_ENTRY: Final = 46  # APPNOTE 4.3.12, without name, extra field and comment
_NAME_BUDGET: Final = 512
_ENCRYPTED_FLAG: Final = 0x1
_DESCRIPTOR_FLAG: Final = 0x8
_UTF8_FLAG: Final = 0x800
_ZIP64: Final = 0xFFFFFFFF
_AGAIN: Final = "Ask for the file again, or take the last backup. The file was not changed."
_NOT_OURS: Final = "No spreadsheet program writes this. Do not trust the file; it was not changed."


@dataclass(frozen=True, slots=True)
class Entry:
    """One part as it lies in the archive: `packed[start:end]` of the file are its packed bytes.

    `info` is its record in the central directory (method, flags, times, sizes, CRC), which the local header confirms.
    """

    name: str
    info: zipfile.ZipInfo
    start: int

    @property
    def end(self) -> int:
        """One past the last packed byte."""
        return self.start + self.info.compress_size


class Archive:
    """The entries of a ZIP archive in memory, in the order of its central directory, folders left out."""

    def __init__(self, data: bytes, entries: tuple[Entry, ...]) -> None:
        self.data = data
        self.entries = entries
        self._by_name = {entry.name: entry for entry in entries}

    @classmethod
    def open(cls, data: bytes, limits: Limits) -> "Archive":
        """Check the container and list its entries; nothing is unpacked.

        Raises PackageRefused for all that docs/limits.md names under "The container".
        """
        if not data.startswith(ZIP_SIGNATURE):
            raise refusal(data)
        infos, directory = _central_directory(data, limits)
        if len(infos) > limits.entries:
            _too_many(f"{len(infos):,}", limits)
        entries = tuple(_entry(data, info) for info in infos)
        _check_names(entries)
        _check_overlap(entries, directory)
        _check_sizes(entries, limits)
        return cls(data, tuple(entry for entry in entries if not entry.name.endswith("/")))

    def __contains__(self, name: object) -> bool:
        return name in self._by_name

    def __getitem__(self, name: str) -> Entry:
        return self._by_name[name]

    def packed(self, name: str) -> bytes:
        """The bytes of a part as they lie in the archive, still packed."""
        entry = self._by_name[name]
        return self.data[entry.start : entry.end]

    def stream(self, name: str, chunk: int = CHUNK) -> Iterator[bytes]:
        """Unpack a part, at most `chunk` bytes at a time.

        Raises PackageRefused as soon as more comes out than the archive declares, and at the end when less came out or
        the checksum differs.
        """
        entry = self._by_name[name]
        declared, produced, checksum = entry.info.file_size, 0, 0
        for piece in self._pieces(entry, chunk):
            produced += len(piece)
            if produced > declared:
                raise PackageRefused(
                    f"The part {name} unpacks to more than the {declared:,} bytes that the archive declares.",
                    hint=_NOT_OURS,
                )
            checksum = isal_zlib.crc32(piece, checksum)
            yield piece
        if produced != declared or checksum != entry.info.CRC:
            _damaged(f"the part {name} does not unpack to what its checksum says")

    def read(self, name: str) -> bytes:
        """A whole part, unpacked; errors as for `stream`."""
        return b"".join(self.stream(name))

    def _pieces(self, entry: Entry, chunk: int) -> Iterator[bytes]:
        packed = memoryview(self.data)[entry.start : entry.end]
        if entry.info.compress_type == zipfile.ZIP_STORED:
            for at in range(0, len(packed), chunk):
                yield bytes(packed[at : at + chunk])
            return
        inflate = isal_zlib.decompressobj(-isal_zlib.MAX_WBITS)
        try:
            for at in range(0, len(packed), _INPUT):
                waiting: bytes | memoryview = packed[at : at + _INPUT]
                while waiting and not inflate.eof:
                    piece = inflate.decompress(waiting, chunk)
                    waiting = inflate.unconsumed_tail
                    if piece:
                        yield piece
            while not inflate.eof and (piece := inflate.decompress(b"", chunk)):
                yield piece
        except isal_zlib.IsalError:  # type: ignore[misc] # isal's stubs declare the class as an instance
            _damaged(f"the part {entry.name} cannot be unpacked")
        if not inflate.eof:
            _damaged(f"the part {entry.name} is cut off")


def _central_directory(data: bytes, limits: Limits) -> tuple[list[zipfile.ZipInfo], int]:
    """The directory's records and the offset at which it begins."""
    at = data.rfind(b"PK\x05\x06")
    if at < 0 or len(data) - at < 22:
        _damaged("its end is missing, so it was cut off while it was saved, sent or copied")
    size = struct.unpack_from("<L", data, at + 12)[0]
    if size != _ZIP64 and size > limits.entries * (_CENTRAL_ENTRY + _NAME_BUDGET):
        _too_many("too many", limits)
    if data.count(b"PK\x01\x02", 0, at) > 4 * limits.entries + 1024:
        _too_many("too many", limits)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return archive.infolist(), archive.start_dir
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error, EOFError, OSError):
        _damaged("its list of contents cannot be read")


def _entry(data: bytes, info: zipfile.ZipInfo) -> Entry:
    """Find the packed bytes of an entry; its local header must say what the central directory says."""
    name, at = info.orig_filename, info.header_offset
    if not 0 <= at <= len(data) - _LOCAL.size:
        _damaged(f"the part {name} lies outside the file")
    signature, _, flags, method, _, _, _, packed, _, name_length, extra_length = _LOCAL.unpack_from(data, at)
    start = at + _LOCAL.size + name_length + extra_length
    written = data[at + _LOCAL.size : at + _LOCAL.size + name_length]
    expected = name.encode("utf-8" if info.flag_bits & _UTF8_FLAG else "cp437", "replace")
    sizes_agree = flags & _DESCRIPTOR_FLAG or packed in (info.compress_size, _ZIP64)
    if signature != ZIP_SIGNATURE or written != expected or method != info.compress_type or not sizes_agree:
        _damaged(f"the part {name!r} is described in two ways that contradict each other")
    if start + info.compress_size > len(data):
        _damaged(f"the part {name} is cut off")
    if (flags | info.flag_bits) & _ENCRYPTED_FLAG:
        raise PackageRefused(
            f"The part {name} is encrypted inside the archive.",
            hint="Save the workbook without a password, in Excel or LibreOffice. The file was not changed.",
        )
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise PackageRefused(
            f"The part {name} is packed by a method ({info.compress_type}) that workbooks do not use.", hint=_NOT_OURS
        )
    return Entry(name, info, start)


def _check_names(entries: tuple[Entry, ...]) -> None:
    seen: dict[str, str] = {}
    for entry in entries:
        name, steps = entry.name, entry.name.rstrip("/").split("/")
        if "\\" in name:
            _odd_name(name, "holds a backslash")
        if name.startswith("/") or ":" in steps[0]:
            _odd_name(name, "is an absolute path")
        if any(step in ("", ".", "..") for step in steps):
            _odd_name(name, "leads out of its folder")
        if any(ord(char) < 32 for char in name):
            _odd_name(name, "holds control characters")
        folded = name.casefold()
        if folded in seen:
            what = "is there twice" if seen[folded] == name else f"differs from {seen[folded]!r} only in capitals"
            _odd_name(name, f"{what}, so programs disagree on which one counts")
        seen[folded] = name


def _check_overlap(entries: tuple[Entry, ...], directory: int) -> None:
    """Parts that share bytes make a small file unpack to a huge one."""
    edge, before = 0, ""
    for entry in sorted(entries, key=lambda entry: entry.info.header_offset):
        if entry.info.header_offset < edge:
            raise PackageRefused(
                f"The parts {before} and {entry.name} lie over each other in the archive.", hint=_NOT_OURS
            )
        edge, before = entry.end, entry.name
    if edge > directory:
        raise PackageRefused(f"The part {before} lies over the archive's list of contents.", hint=_NOT_OURS)


def _check_sizes(entries: tuple[Entry, ...], limits: Limits) -> None:
    """Judge the declared sizes; `stream` holds each part to its declaration."""
    for entry in entries:
        size, packed = entry.info.file_size, entry.info.compress_size
        if size > limits.part_bytes:
            raise PackageRefused(
                f"The part {entry.name} unpacks to {size:,} bytes; the limit is {limits.part_bytes:,}.",
                hint=advice("part_bytes"),
            )
        if size > limits.ratio_from and size > packed * limits.ratio:
            raise PackageRefused(
                f"The part {entry.name} unpacks from {packed:,} to {size:,} bytes, more than {limits.ratio} times its "
                "packed size. That is how archives are made that fill a machine's memory.",
                hint=advice("ratio"),
            )
    total = sum(entry.info.file_size for entry in entries)
    if total > limits.total_bytes:
        raise PackageRefused(
            f"The workbook unpacks to {total:,} bytes; the limit is {limits.total_bytes:,}.", hint=advice("total_bytes")
        )


def _too_many(count: str, limits: Limits) -> NoReturn:
    raise PackageRefused(f"The archive lists {count} parts; the limit is {limits.entries:,}.", hint=advice("entries"))


def _odd_name(name: str, why: str) -> NoReturn:
    raise PackageRefused(f"The archive holds a part named {name!r}: the name {why}.", hint=_NOT_OURS)


def _damaged(what: str) -> NoReturn:
    raise PackageRefused(f"The workbook is damaged: {what}.", hint=_AGAIN)
