"""What a file really is when it is not the .xlsx package that its name promises."""

from typing import Final

from sheetkit.core.errors import PackageRefused

CFB_SIGNATURE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a compound file ([MS-CFB] 2.2): old .xls, and any Office file with a password."""

ZIP_SIGNATURE: Final = b"PK\x03\x04"

SAVE_AGAIN: Final = "Open it in Excel or LibreOffice and save it as .xlsx. The file was not changed."

_MAGIC: Final = (
    (b"%PDF", "is a PDF document", "Ask for the workbook that it was printed from."),
    (b"\x1f\x8b", "is a gzip archive", "Unpack it first."),
    (b"7z\xbc\xaf\x27\x1c", "is a 7-Zip archive", "Unpack it first."),
    (b"Rar!", "is a RAR archive", "Unpack it first."),
    (b"PK\x05\x06", "is an empty ZIP archive", "Ask for the file again, or take the last backup."),
    (b"{\\rtf", "is an RTF document", "Ask for the workbook."),
)


def refusal(data: bytes) -> PackageRefused:
    """The error that says what these bytes are; `data` does not begin like a ZIP archive."""
    if not data.strip(b"\0"):
        what = (
            "is empty" if not data else "holds nothing but zero bytes; its content was lost when it was saved or copied"
        )
        return PackageRefused(f"The file {what}.", hint="Ask for the file again, or take the last backup.")
    if data.startswith(CFB_SIGNATURE):
        return _compound(data)
    for magic, what, hint in _MAGIC:
        if data.startswith(magic):
            return PackageRefused(f"The file {what}, not an .xlsx workbook.", hint=f"{hint} The file was not changed.")
    return _text(data)


def _compound(data: bytes) -> PackageRefused:
    """Tell a password, rights management and an old .xls apart by the names of the streams inside."""
    if _has_stream(data, "DRMEncryptedTransform") or _has_stream(data, "DRMEncryptedDataSpace"):
        return PackageRefused(
            "The workbook is protected by rights management, so only its owner's programs can open it.",
            hint="Ask its owner for an unprotected copy. The file was not changed.",
        )
    if _has_stream(data, "EncryptedPackage") or _has_stream(data, "EncryptionInfo"):
        return PackageRefused(
            "The workbook is protected by a password.",
            hint="Remove the password in Excel (File, Info, Protect Workbook) and save. The file was not changed.",
        )
    if _has_stream(data, "Workbook") or _has_stream(data, "Book"):
        return PackageRefused("The file is an old Excel workbook (.xls), whatever its name says.", hint=SAVE_AGAIN)
    return PackageRefused("The file is an old Office document, not an .xlsx workbook.", hint=SAVE_AGAIN)


def _has_stream(data: bytes, name: str) -> bool:
    """Whether a directory entry has that name: 64 bytes of UTF-16, then its length ([MS-CFB] 2.6.1)."""
    encoded = name.encode("utf-16-le")
    return encoded.ljust(64, b"\0") + (len(encoded) + 2).to_bytes(2, "little") in data


def _text(data: bytes) -> PackageRefused:
    start = data[:4096].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<meta")):
        what = "is a web page (HTML)"
    elif start.startswith((b"<?xml", b"<workbook")):
        what = "is plain XML"
    elif start and all(byte >= 32 or byte in b"\t\r\n" for byte in start):
        what = "is plain text, perhaps CSV"
    else:
        return PackageRefused(
            "The file is not an .xlsx workbook: its first bytes are those of no format that sheetkit knows.",
            hint="It may have been damaged on its way. Ask for it again. The file was not changed.",
        )
    advice = "Import a CSV with `sheetkit import`, or open it in Excel or LibreOffice and save it as .xlsx."
    return PackageRefused(f"The file {what} under the name of a workbook.", hint=f"{advice} The file was not changed.")
