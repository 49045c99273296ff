"""What a package holds, and every package that is refused before a parser sees it, with the sentence it gets."""

import io
import os
import struct
import zipfile
from pathlib import Path

import pytest

from sheetkit.backends.excel.package import Package, Relationship, SheetPart
from sheetkit.backends.excel.read import read_package
from sheetkit.core.errors import PackageRefused
from tests.backends.excel.handmade import MAIN, pack, parts, relations, sheet

GOOD = pack(parts(sheet('<row r="1"><c r="A1"><v>1</v></c></row>')))
SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = '<?xml version="1.0"?><!-- x --><!DOCTYPE w [<!ENTITY a "b">]><w>&a;</w>'


def compound(*streams: str) -> bytes:
    """A compound file's beginning with directory entries of these names."""
    entries = (name.encode("utf-16-le").ljust(64, b"\0") + struct.pack("<H", 2 * len(name) + 2) for name in streams)
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + b"".join(
        entry.ljust(128, b"\0") for entry in entries
    )


def with_part(name: str, content: str | bytes) -> bytes:
    """A good workbook with one more part, or with one part replaced."""
    return pack(parts(extra={name: content}))


def without(name: str) -> bytes:
    """A good workbook that lacks one part."""
    return pack({part: content for part, content in parts().items() if part != name})


def patched(find: bytes, put: bytes, data: bytes = GOOD, *, last: bool = False) -> bytes:
    """The archive with some of its bytes replaced once."""
    assert find in data
    at = data.rfind(find) if last else data.find(find)
    return data[:at] + put + data[at + len(find) :]


def declaring(size: int) -> bytes:
    """A workbook whose sheet declares another unpacked size, in both of its headers."""
    real = struct.pack("<L", len(sheet('<row r="1"><c r="A1"><v>1</v></c></row>')))
    data = GOOD
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(signature)
        while data[at + offset : at + offset + 4] != real:
            at = data.find(signature, at + 4)
        data = data[: at + offset] + struct.pack("<L", size) + data[at + offset + 4 :]
    return data


BINARY = pack(
    {
        "[Content_Types].xml": parts()["[Content_Types].xml"],
        "_rels/.rels": relations(("rId1", "officeDocument", "xl/workbook.bin")),
        "xl/workbook.bin": b"x",
    }
)

REFUSED = [
    ("an empty file", b"", "is empty"),
    ("nothing but zero bytes", bytes(5000), "nothing but zero bytes"),
    ("a CSV", b"Case ID,Amount\r\nRF-1,12.50\r\n", "plain text, perhaps CSV"),
    ("a CSV in UTF-16", "Case;Betrag\r\n".encode("utf-16"), "plain text, perhaps CSV"),
    ("a web page", b"\n<!DOCTYPE html><html></html>", "web page"),
    ("an HTML table", b"<table><tr><td>1</td></tr></table>", "web page"),
    ("XML", b'<?xml version="1.0"?><Workbook/>', "plain XML"),
    ("a PDF", b"%PDF-1.7\n", "PDF"),
    ("bytes of no known kind", b"\x01\x02\x03\x04" * 100, "no format that sheetkit knows"),
    ("an old .xls", compound("Root Entry", "Workbook"), r"old Excel workbook \(.xls\)"),
    ("a password", compound("Root Entry", "EncryptionInfo", "EncryptedPackage"), "protected by a password"),
    ("rights management", compound("EncryptedPackage", "DRMEncryptedDataSpace"), "rights management"),
    ("another old document", compound("WordDocument"), "old Office document"),
    ("a file cut in the middle", GOOD[: len(GOOD) // 2], "cut off"),
    ("a file cut near its end", GOOD[:-10], "damaged"),
    ("an empty archive", b"PK\x05\x06" + bytes(18), "empty ZIP archive"),
    ("an archive of something else", pack({"a.txt": "x"}), "not a workbook"),
    (
        "a binary workbook",
        pack({"[Content_Types].xml": parts()["[Content_Types].xml"], "xl/workbook.bin": b"x"}),
        "xlsb",
    ),
    ("a Word document", pack({"word/document.xml": "<d/>"}), "Word document"),
    ("an OpenDocument file", pack({"mimetype": "x", "content.xml": "<d/>"}), r"OpenDocument file \(.ods\)"),
    ("no content types", without("[Content_Types].xml"), "no list of content types"),
    ("no workbook", without("xl/workbook.xml"), "no workbook part"),
    ("no sheet part", without(SHEET), "sheet1.xml is missing"),
    ("no relationship to the sheet", with_part("xl/_rels/workbook.xml.rels", relations()), "not where the sheet is"),
    ("no sheets", with_part("xl/workbook.xml", f'<workbook xmlns="{MAIN}"/>'), "no worksheet"),
    ("a workbook that is no XML", with_part("xl/workbook.xml", "nonsense"), "cannot be read"),
    ("a DOCTYPE in the sheet", with_part(SHEET, DOCTYPE), r"sheet1.xml declares a document type"),
    ("a DOCTYPE in any other part", with_part("docProps/app.xml", DOCTYPE), "app.xml declares a document type"),
    ("a DOCTYPE under an odd name", with_part("xl/media/image1.png", DOCTYPE), "image1.png declares"),
    ("a DOCTYPE in UTF-16", with_part(SHEET, DOCTYPE.encode("utf-16")), "declares a document type"),
    ("a DOCTYPE in bare UTF-16", with_part(SHEET, DOCTYPE.encode("utf-16-be")), "declares a document type"),
    (
        "a DOCTYPE behind a long comment",
        with_part(SHEET, DOCTYPE.replace(" x ", "x" * 9000)),
        "declares a document type",
    ),
    ("a comment without end", with_part(SHEET, "<!--" + "x" * 99_000), "no element within its first"),
    ("white space without end", with_part(SHEET, " " * 99_000), "no element within its first"),
    ("UTF-32", with_part(SHEET, DOCTYPE.encode("utf-32")), "UTF-32"),
    ("UTF-7", with_part(SHEET, '<?xml version="1.0" encoding="UTF-7"?><w/>'), "encoded as 'utf-7'"),
    ("an encoding that is not the bytes'", with_part(SHEET, '<?xml version="1.0" encoding="UTF-16"?><w/>'), "'utf-16'"),
    ("EBCDIC", with_part(SHEET, DOCTYPE.encode("cp037")), "EBCDIC"),
    ("a path that leads out", with_part("xl/../../etc/passwd", "x"), "leads out of its folder"),
    ("an absolute path", with_part("/etc/passwd", "x"), "absolute path"),
    ("a drive", with_part("C:/x.xml", "x"), "absolute path"),
    ("a backslash", with_part("xl\\sheet.xml", "x"), "backslash"),
    ("a line end in a name", with_part("xl/a\nb.xml", "x"), "control characters"),
    ("the same part twice", pack([*parts().items(), (SHEET, "<w/>")]), "is there twice"),
    ("two parts but for capitals", with_part("XL/workbook.xml", "x"), "only in capitals"),
    ("a name that the headers disagree on", patched(b"sheet1.xml", b"sheet2.xml"), "contradict each other"),
    ("more bytes than declared", declaring(50), "unpacks to more than the 50 bytes"),
    ("fewer bytes than declared", declaring(5000), "does not unpack to what its checksum says"),
    ("a ratio beyond belief", with_part("xl/media/a.bin", bytes(4_000_000)), "more than 200 times its packed size"),
]


@pytest.mark.parametrize(("case", "data", "said"), REFUSED, ids=[case[0] for case in REFUSED])
def test_a_package_is_refused_with_a_clear_sentence(case: str, data: bytes, said: str, tmp_path: Path) -> None:
    """Each refusal names the file, says what was found and ends with advice."""
    path = tmp_path / "cases.xlsx"
    path.write_bytes(data)
    with pytest.raises(PackageRefused, match=said) as caught:
        read_package(Package.open(path))
    assert caught.value.path == str(path), case
    assert caught.value.advice
    assert path.read_bytes() == data


def test_damaged_bytes_are_found_by_the_checksum() -> None:
    """One flipped bit in a stored part, which still is well-formed XML."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts(sheet('<row r="1"><c r="A1"><v>1</v></c></row>')).items():
            archive.writestr(name, content)
    damaged = patched(b"<v>1</v>", b"<v>3</v>", target.getvalue())
    with pytest.raises(PackageRefused, match="does not unpack to what its checksum says"):
        read_package(Package.open(damaged))


def test_parts_that_share_bytes_are_refused() -> None:
    """A part whose content is a local header and the bytes of another: a zip bomb that repeats nothing."""
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("b.bin", "shared")
    inner = stored.getvalue()[: stored.getvalue().find(b"PK\x01\x02")]
    outer = io.BytesIO()
    with zipfile.ZipFile(outer, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.bin", inner)
        archive.writestr("b.bin", "shared")
    data = outer.getvalue()
    record = data.rfind(b"PK\x01\x02")
    lying = data[: record + 42] + struct.pack("<L", data.find(inner)) + data[record + 46 :]
    with pytest.raises(PackageRefused, match="lie over each other"):
        Package.open(lying)


def test_an_encrypted_entry_is_refused() -> None:
    flagged = bytearray(GOOD)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        flagged[GOOD.find(signature) + offset] |= 1
    with pytest.raises(PackageRefused, match="encrypted inside the archive"):
        Package.open(bytes(flagged))


def test_other_methods_of_packing_are_refused() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_LZMA) as archive:
        for name, content in parts().items():
            archive.writestr(name, content)
    with pytest.raises(PackageRefused, match="method"):
        Package.open(target.getvalue())


def test_a_package_lists_its_parts_and_finds_them_in_any_capitals() -> None:
    package = Package.open(GOOD)
    assert package.names() == tuple(parts())
    assert package.read("XL/Worksheets/Sheet1.XML") == sheet('<row r="1"><c r="A1"><v>1</v></c></row>').encode()
    assert b"".join(package.stream(SHEET, 7)) == package.read(SHEET)
    assert package.resolve("xl/WORKBOOK.xml") == "xl/workbook.xml"
    assert ("xl/Workbook.xml" in package, "xl/other.xml" in package, 7 in package) == (True, False, False)
    assert package.content_types["xl/workbook.xml"].endswith("sheet.main+xml")
    with pytest.raises(PackageRefused, match=r"xl/other\.xml is missing"):
        package.read("xl/other.xml")


def test_the_packed_bytes_of_a_part_can_be_copied_as_they_are() -> None:
    package = Package.open(GOOD)
    for entry in package.entries:
        unpacked = zipfile.zlib.decompressobj(-15).decompress(package.packed(entry.name))  # type: ignore[attr-defined]
        assert unpacked == package.read(entry.name)
        assert package.packed(entry.name) == GOOD[entry.start : entry.end]


def test_relationships_lead_to_parts_wherever_they_lie() -> None:
    """Absolute and relative targets, capitals, %20, and addresses outside the file."""
    links = (
        '<Relationship Id="a" Type="http://x/table" Target="/xl/tables/t%201.xml"/>'
        '<Relationship Id="b" Type="http://x/table" Target="../Tables/T2.xml"/>'
        '<Relationship Id="c" Type="http://x/hyperlink" Target="https://example.org/a" TargetMode="External"/>'
        '<Relationship Id="d" Type="http://x/table" Target="../tables/gone.xml"/>'
    )
    extra = {
        "xl/worksheets/_rels/sheet1.xml.rels": f"<Relationships>{links}</Relationships>",
        "xl/tables/t 1.xml": "<table/>",
        "xl/tables/t2.xml": "<table/>",
    }
    package = Package.open(pack(parts(extra=extra)))
    assert package.tables(SHEET) == ("xl/tables/t 1.xml", "xl/tables/t2.xml")
    assert package.relationships(SHEET)[2] == Relationship("c", "hyperlink", "https://example.org/a", external=True)


def test_sheets_shared_strings_and_styles_are_found_by_relationships() -> None:
    package = Package.open(pack(parts(shared="<si/>", styles="<cellXfs/>", state='state="veryHidden"')))
    assert package.workbook == "xl/workbook.xml"
    assert package.sheets == (SheetPart("Data", SHEET, "very hidden", "1", "rId1"),)
    assert (package.shared_strings, package.styles) == ("xl/sharedStrings.xml", "xl/styles.xml")
    assert (Package.open(GOOD).shared_strings, Package.open(GOOD).styles) == (None, None)


def test_signatures_and_macros_are_flagged_and_can_be_read() -> None:
    package = Package.open(pack(parts(extra={"_xmlsignatures/origin.sigs": "", "xl/vbaProject.bin": b"x"})))
    assert (package.signed, package.macros) == (True, True)
    assert (Package.open(GOOD).signed, Package.open(GOOD).macros) == (False, False)
    assert read_package(package).sheets


class _NoSeek(io.BytesIO):
    """A target that zipfile cannot seek in, so that it writes data descriptors."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_: int) -> int:
        raise io.UnsupportedOperation

    def tell(self) -> int:
        raise io.UnsupportedOperation


def test_data_descriptors_zip64_folders_and_comments_are_read() -> None:
    target = _NoSeek()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.comment = b"from a backup"
        archive.writestr(zipfile.ZipInfo("xl/"), "")
        for name, content in parts(sheet('<row r="1"><c r="A1"><v>1</v></c></row>')).items():
            with archive.open(name, "w", force_zip64=True) as part:
                part.write(content if isinstance(content, bytes) else content.encode())
    package = Package.open(target.getvalue())
    assert "xl/" not in package.names()
    assert read_package(package).sheets[0].value(0, 0) == 1.0


def test_what_is_no_ordinary_file_is_refused(tmp_path: Path) -> None:
    """A folder, a device, a pipe that nobody writes to, a name that no file can have."""
    os.mkfifo(tmp_path / "pipe")
    for path, said in (
        (tmp_path, "folder"),
        (Path("/dev/zero"), "not an ordinary file"),
        (tmp_path / "pipe", "not an ordinary file"),
        (tmp_path / ("x" * 300), "cannot be read"),
        (Path("a\0b"), "cannot be read"),
    ):
        with pytest.raises(PackageRefused, match=said):
            Package.open(path)
