"""One sheet's XML before and after: only what must change does."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from sheetkit.backends.excel.edits import Edit, Formula, Result
from sheetkit.backends.excel.patch import patch_xlsx
from sheetkit.core.errors import PatchRefused
from sheetkit.core.values import NA, CellError
from tests.backends.excel.handmade import MAIN, STRICT, pack, parts, sheet
from tests.backends.excel.patching import part, patched_rows

A1 = '<row r="1"><c r="A1"><v>1</v></c></row>'

VALUES: list[tuple[Any, str]] = [
    (2, '<c r="A1"><v>2</v></c>'),
    (2.5, '<c r="A1"><v>2.5</v></c>'),
    (-0.0, '<c r="A1"><v>0</v></c>'),
    (1e300, '<c r="A1"><v>1E+300</v></c>'),
    (10**20, '<c r="A1"><v>1E+20</v></c>'),
    (Decimal("0.10"), '<c r="A1"><v>0.1</v></c>'),
    (np.float64(0.5), '<c r="A1"><v>0.5</v></c>'),
    (np.int64(7), '<c r="A1"><v>7</v></c>'),
    (Fraction(1, 4), '<c r="A1"><v>0.25</v></c>'),
    (True, '<c r="A1" t="b"><v>1</v></c>'),
    (np.bool_(False), '<c r="A1" t="b"><v>0</v></c>'),
    (NA, '<c r="A1" t="e"><v>#N/A</v></c>'),
    (None, '<c r="A1"/>'),
    ("", '<c r="A1"/>'),
    ("text", '<c r="A1" t="inlineStr"><is><t>text</t></is></c>'),
    (" kept ", '<c r="A1" t="inlineStr"><is><t xml:space="preserve"> kept </t></is></c>'),
    ('<&">', '<c r="A1" t="inlineStr"><is><t>&lt;&amp;"&gt;</t></is></c>'),
    ("Žluťoučký 李 😀", '<c r="A1" t="inlineStr"><is><t>Žluťoučký 李 😀</t></is></c>'),
    ("=1+1", '<c r="A1" t="inlineStr"><is><t>=1+1</t></is></c>'),
    ("bell\x07", '<c r="A1" t="inlineStr"><is><t>bell_x0007_</t></is></c>'),
    ("_x0041_", '<c r="A1" t="inlineStr"><is><t>_x005F_x0041_</t></is></c>'),
    (Formula("=B1*2", 6), '<c r="A1"><f>B1*2</f><v>6</v></c>'),
    (Formula('B1&"<"', "x<"), '<c r="A1" t="str"><f>B1&amp;"&lt;"</f><v>x&lt;</v></c>'),
    (Formula("B1", True), '<c r="A1" t="b"><f>B1</f><v>1</v></c>'),
    (Formula("NA()", NA), '<c r="A1" t="e"><f>NA()</f><v>#N/A</v></c>'),
    (Formula("B1"), '<c r="A1" t="str"><f>B1</f><v></v></c>'),
    (Formula("MEDIAN(B1:B3)", 2, array=True), '<c r="A1"><f t="array" ref="A1">MEDIAN(B1:B3)</f><v>2</v></c>'),
]


@pytest.mark.parametrize(("value", "cell"), VALUES, ids=lambda value: repr(value)[:30])
def test_a_value_becomes_this_cell(tmp_path: Path, value: Edit, cell: str) -> None:
    assert patched_rows(tmp_path, A1, {"A1": value}) == f'<row r="1">{cell}</row>'


UNFIT: list[tuple[object, str]] = [
    (float("nan"), "is not a number"),
    (float("inf"), "is not a number"),
    (Decimal("NaN"), "is not a number"),
    (12345678901234567, "has 17 digits that count; a spreadsheet number keeps 15"),
    (Decimal("0.1234567890123456"), "has 16 digits"),
    (10**400, "is too large a number"),
    ("x" * 32_768, "is longer than the 32,767 characters"),
    ("😀" * 16_384, "is longer than the 32,767 characters"),
    (date(1900, 2, 28), "lies before the days that spreadsheets agree on"),
    (datetime(2026, 1, 1, tzinfo=UTC), "has a time zone"),
    (pd.NaT, "is no date"),
    (CellError("#SPILL!"), "is no error value"),
    (b"bytes", "is of the type bytes"),
    ([1], "is of the type list"),
    (Formula(" = "), "is a formula without content"),
    (Formula("SUM(A1"), "a ( is not closed"),
    (Formula("A1)"), "a ) closes nothing"),
    (Formula('"x'), "a quoted text is not closed"),
    (Formula("'Sheet!A1"), "a quoted name is not closed"),
    (Formula("T[A"), "a [ is not closed"),
    (Formula("1" * 8193), "is a formula of 8,193 characters"),
    (Formula("B1", float("nan")), "is not a number"),
]


@pytest.mark.parametrize(("value", "words"), UNFIT, ids=lambda value: repr(value)[:30])
def test_a_value_that_no_cell_can_hold_is_refused_with_its_place(tmp_path: Path, value: Edit, words: str) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(pack(parts(sheet(A1))))
    before = path.read_bytes()
    with pytest.raises(PatchRefused) as refused:
        patch_xlsx(path, {("Data", "A1"): 5, ("Data", "C7"): value})
    (problem,) = refused.value.problems
    assert problem.place == "Data!C7"
    assert words in problem.message
    assert problem.hint
    assert path.read_bytes() == before


def test_all_bad_edits_are_named_at_once(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(pack(parts(sheet(A1))))
    edits: dict[tuple[str, str], Edit] = {
        ("Nowhere", "A1"): 1,
        ("Data", "A0"): 1,
        ("Data", "XFE1"): 1,
        ("Data", "B2"): float("nan"),
        ("Data", "D4"): 1,
        ("data", "$D$4"): 2,
    }
    with pytest.raises(PatchRefused) as refused:
        patch_xlsx(path, edits)
    assert [problem.message for problem in refused.value.problems] == [
        "There is no such sheet.",
        "'A0' is not a cell address such as B2.",
        "'XFE1' lies outside a sheet of 1,048,576 rows and 16,384 columns.",
        "nan is not a number (NaN or infinity).",
        "Two values are given for this cell.",
    ]
    assert "The workbook has Data." in str(refused.value)


SCENARIOS = Path(__file__).with_name("patched_rows.txt").read_text(encoding="utf-8").split("\n\n")[1:]


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda scenario: scenario.partition("\n")[0].removeprefix("# "))
def test_rows_become_these_rows(tmp_path: Path, scenario: str) -> None:
    """patched_rows.txt: rows before (-), edits (?, `:=` refreshes a result) and rows after (+)."""
    lines: dict[str, str] = {"-": "", "?": "", "+": ""}
    for line in scenario.splitlines()[1:]:
        lines[line[0]] += line[2:]
    edits: dict[str, Edit] = {}
    for address, sign, value in re.findall(r"([A-Z]+\d+) (:?=) (\S+)", lines["?"]):
        edits[address] = Result(int(value)) if sign == ":=" else int(value)
    assert patched_rows(tmp_path, lines["-"], edits) == lines["+"]


def test_line_breaks_between_tags_stay(tmp_path: Path) -> None:
    rows = '\n <row r="1">\n  <c r="A1"><v>1</v></c>\n </row>\n'
    assert patched_rows(tmp_path, rows, {"A1": 2}) == rows.replace("<v>1", "<v>2")


SAME: list[tuple[str, Edit]] = [
    ('<c r="A1"><v>1.50</v></c>', 1.5),
    ('<c r="A1"><v>15E-1</v></c>', Decimal("1.5")),
    ('<c r="A1" t="s"><v>1</v></c>', "rich text"),
    ('<c r="A1" t="inlineStr"><is><r><t>a</t></r><rPh sb="0" eb="1"><t>x</t></rPh><r><t> b</t></r></is></c>', "a b"),
    ('<c r="A1" t="str"><v>_x000D_&amp;</v></c>', "\r&"),
    ('<c r="A1" t="b"><v>true</v></c>', True),
    ('<c r="A1" t="e"><v>#N/A</v></c>', NA),
    ('<c r="A1" t="d"><v>2026-03-01</v></c>', 46082),
    ('<c r="A1" s="1"/>', None),
    ("", None),
    ('<c r="A1"><f>B1+1</f><v>2</v></c>', Formula("=B1+1", 2)),
    ('<c r="A1" t="str"><f>B1</f><v></v></c>', Formula("B1")),
    ('<c r="A1"><f>B1</f><v>2</v></c>', Result(2)),
    ('<c r="A1"><f t="array" ref="A1">B1</f><v>2</v></c>', Formula("B1", 2, array=True)),
    ('<c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f><v>2</v></c>', Formula("B1", 2)),
]  # fmt: skip


@pytest.mark.parametrize(("cell", "value"), SAME, ids=[cell for cell, _ in SAME])
def test_an_edit_that_says_what_is_there_writes_nothing(tmp_path: Path, cell: str, value: Edit) -> None:
    shared = "<si><t>no</t></si><si><r><rPr><b/></rPr><t>rich </t></r><r><t>text</t></r></si>"
    path = tmp_path / "w.xlsx"
    path.write_bytes(pack(parts(sheet(f'<row r="1">{cell}</row>'), shared=shared)))
    before = path.stat()
    report = patch_xlsx(path, {("Data", "A1"): value})
    after = path.stat()
    assert not report.changed
    assert report.backup == ""
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


DIFFERENT: list[tuple[str, Edit]] = [
    ('<c r="A1" t="str"><v>1</v></c>', 1),
    ('<c r="A1"><v>1</v></c>', True),
    ('<c r="A1"><v>1</v></c>', "1"),
    ('<c r="A1" t="str"><f>B1</f><v>x</v></c>', "x"),
    ('<c r="A1"><v>2</v></c>', Formula("1+1", 2)),
    ('<c r="A1"><f>B1</f><v>2</v></c>', Formula("B2", 2)),
    ('<c r="A1"><f t="array" ref="A1">B1</f><v>2</v></c>', Formula("B1", 2)),
]


@pytest.mark.parametrize(("cell", "value"), DIFFERENT)
def test_what_only_looks_the_same_is_written(tmp_path: Path, cell: str, value: Edit) -> None:
    row = f'<row r="1">{cell}</row>'
    assert patched_rows(tmp_path, row, {"A1": value}) != row


BARRIERS: list[tuple[str, str, str, Edit, str]] = [
    ('<c r="A1"><f t="array" ref="A1:A3">B1:B3</f><v>1</v></c>', "", "A1", 5, "is part of the array formula in A1:A3"),
    ('<c r="A1"><f t="array" ref="A1:A3">B1:B3</f><v>1</v></c>', "", "A3", 5, "is part of the array formula in A1:A3"),
    ('<c r="A1"><f t="dataTable" ref="A1:B2" dt2D="1"/><v>1</v></c>', "", "B2", 5, "is part of the array formula"),
    ("", '<mergeCells count="1"><mergeCell ref="A1:C2"/></mergeCells>', "B2", 5, "is hidden in the merged cell A1:C2"),
    ("", '<mergeCells count="1"><mergeCell ref="A:C"/></mergeCells>', "B9", 5, "is hidden in the merged cell"),
    ('<c r="A1"><v>1</v></c>', "", "A1", Result(2), "has no formula whose result could be refreshed"),
]


@pytest.mark.parametrize(("cell", "after", "address", "value", "words"), BARRIERS)
def test_a_cell_that_is_part_of_something_larger_is_refused(
    tmp_path: Path, cell: str, after: str, address: str, value: Edit, words: str
) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(pack(parts(sheet(f'<row r="1">{cell}</row>', after=after))))
    with pytest.raises(PatchRefused, match="One change cannot be made") as refused:
        patch_xlsx(path, {("Data", address): value})
    assert words in refused.value.problems[0].message


def test_the_results_of_an_array_may_be_refreshed(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><f t="array" ref="A1:B1">C1:D1</f><v>1</v></c><c r="B1"><v>2</v></c></row>'
    expected = rows.replace("<v>1</v>", "<v>3</v>").replace("<v>2</v>", "<v>4</v>")
    assert patched_rows(tmp_path, rows, {"A1": Result(3), "B1": Result(4)}) == expected


def test_the_first_cell_of_a_merged_one_may_be_written(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    merges = '<mergeCells count="2"><mergeCell ref="A1:XFD1048576"/><mergeCell ref="B2:C3"/></mergeCells>'
    path.write_bytes(pack(parts(sheet("", after=merges))))
    assert patch_xlsx(path, {("Data", "A1"): 5}).cells == 1


SPELLINGS: list[tuple[str, Callable[[str], bytes]]] = [
    ("utf-8 with a mark", lambda xml: b"\xef\xbb\xbf" + xml.encode()),
    ("utf-16", lambda xml: xml.replace("UTF-8", "UTF-16").encode("utf-16")),
    ("utf-16 big endian", lambda xml: b"\xfe\xff" + xml.replace("UTF-8", "UTF-16").encode("utf-16-be")),
    ("windows-1252", lambda xml: xml.replace("UTF-8", "windows-1252").encode("cp1252")),
    ("no declaration", lambda xml: xml.partition("\n")[2].encode()),
    ("a prefix", lambda xml: _prefixed(xml).encode()),
    ("strict", lambda xml: xml.replace(MAIN, STRICT).encode()),
]


def _prefixed(xml: str) -> str:
    for name in ("worksheet", "sheetData", "row", "c", "v", "is", "t"):
        xml = (
            xml.replace(f"<{name}>", f"<x:{name}>")
            .replace(f"<{name} ", f"<x:{name} ")
            .replace(f"</{name}>", f"</x:{name}>")
        )
    return xml.replace("xmlns=", "xmlns:x=")


@pytest.mark.parametrize(("name", "spell"), SPELLINGS, ids=[name for name, _ in SPELLINGS])
def test_a_part_keeps_its_encoding_and_its_prefix(tmp_path: Path, name: str, spell: Callable[[str], bytes]) -> None:
    """The sheet before and after differ in the one cell, byte for byte, however they are written."""
    before = sheet('<row r="1"><c r="A1" t="str"><v>é</v></c><c r="B1"><v>1</v></c></row>')
    new = '<c r="B1" t="inlineStr"><is><t>ü</t></is></c>'
    after = before.replace('<c r="B1"><v>1</v></c>', new)
    path = tmp_path / "w.xlsx"
    path.write_bytes(pack(parts(spell(before))))
    patch_xlsx(path, {("Data", "B1"): "ü"})
    assert part(path, "xl/worksheets/sheet1.xml") == spell(after), name


def test_a_letter_that_the_encoding_lacks_becomes_a_reference(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(pack(parts(sheet(A1).replace("UTF-8", "windows-1252").encode("cp1252"))))
    patch_xlsx(path, {("Data", "A1"): "李"})
    assert b"<t>&#26446;</t>" in part(path, "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize(("before", "edits", "after"), [
    ("A1:B2", {"D5": 1}, "A1:D5"),
    ("B2:C3", {"A1": 1}, "A1:C3"),
    ("A1", {"A2": 1}, "A1:A2"),
    ("A1:Z99", {"D5": 1}, "A1:Z99"),
])  # fmt: skip
def test_the_extent_grows(tmp_path: Path, before: str, edits: dict[str, Edit], after: str) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(pack(parts(sheet("", before=f'<dimension ref="{before}"/>'))))
    patch_xlsx(path, {("Data", address): value for address, value in edits.items()})
    assert f'<dimension ref="{after}"/>'.encode() in part(path, "xl/worksheets/sheet1.xml")


def test_an_empty_sheet_written_as_one_tag_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(pack(parts(f'<worksheet xmlns="{MAIN}"><sheetData /></worksheet>')))
    patch_xlsx(path, {("Data", "A1"): 1, ("Data", "A2"): 2})
    assert b'<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="2">' in part(path, "xl/worksheets/sheet1.xml")


BROKEN = [
    ('<row r="2"/><row r="1"/>', "out of order"),
    ('<row r="1"><c r="A1"><v>1</v></row>', "never closed"),
    ('<row r="1"><c r="A1"/><c r="B1"><v>1</w></c></row>', "no well-formed XML"),
    ('<row r="one"/>', "does not understand"),
    ('<row r="1"/><z:row xmlns:z="u" r="2"/>', "several namespace prefixes"),
]


@pytest.mark.parametrize(("rows", "words"), BROKEN)
def test_a_broken_sheet_is_refused_and_left_alone(tmp_path: Path, rows: str, words: str) -> None:
    path = tmp_path / "w.xlsx"
    path.write_bytes(pack(parts(sheet(rows))))
    before = path.read_bytes()
    with pytest.raises(PatchRefused, match=words):
        patch_xlsx(path, {("Data", "A1"): 5, ("Data", "A9"): 5})
    assert path.read_bytes() == before
