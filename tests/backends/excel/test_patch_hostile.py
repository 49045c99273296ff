"""Sheets made to keep a patch busy: each is patched or refused within two seconds."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sheetkit.backends.excel.edits import Edit
from sheetkit.backends.excel.patch import patch_xlsx
from sheetkit.core.errors import SheetkitError
from tests.backends.excel.handmade import pack, parts, sheet

SECONDS = 2.0


def merges(count: int) -> str:
    listed = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, count + 1))
    return f'<mergeCells><mergeCell ref="A1:XFD1048576"/>{listed}</mergeCells>'


def shared(formula: str, count: int) -> str:
    rest = "".join(f'<row r="{row}"><c r="A{row}"><f t="shared" si="0"/></c></row>' for row in range(2, count + 2))
    return f'<row r="1"><c r="A1"><f t="shared" ref="A1:A{count}" si="0">{formula}</f></c></row>{rest}'


def phonetic(count: int) -> str:
    return f'<row r="1"><c r="A1" t="inlineStr"><is>{"<rPh><t>x</t>" * count}</is></c></row>'


HOSTILE: list[tuple[str, Callable[[], str], dict[str, Edit]]] = [
    ("comments that never end", lambda: sheet("<!--" * 500_000), {"A1": 1}),
    ("sections that never end", lambda: sheet("<![CDATA[" * 200_000), {"A1": 1}),
    ("instructions that never end", lambda: sheet("<?x" * 500_000), {"A1": 1}),
    ("a tag that never ends", lambda: sheet('<row r="1" a="' + "x" * 2_000_000), {"A1": 1}),
    ("quotes without number", lambda: sheet("<row r='1' " + 'a="\'" ' * 200_000 + "/>"), {"A1": 1}),
    ("merged cells over merged cells", lambda: sheet("", after=merges(50_000)), {f"A{n}": n for n in range(1, 2000)}),
    ("a long formula shared by many cells", lambda: sheet(shared("A1+" * 2500 + "1", 20_000)), {"A1": 1}),
    ("a formula of brackets", lambda: sheet(shared("[" * 500_000, 3)), {"A1": 1}),
    ("a formula of quotes", lambda: sheet(shared("'" * 500_001 + '"' * 500_001, 3)), {"A1": 1}),
    ("phonetic hints that never end", lambda: sheet(phonetic(20_000)), {"A1": 1}),
    ("rows numbered beyond all bounds", lambda: sheet(f'<row r="{"9" * 4000}"/>'), {"A1": 1, "A2": 1}),
    ("a cell beyond the last column", lambda: sheet('<row r="1"><c r="XFE1"/></row>'), {"A1": 1}),
    ("a format that is not there", lambda: sheet('<row r="1"><c r="A1" s="99999999"/></row>'), {"A1": 1}),
    ("a shared text that is not there", lambda: sheet('<row r="1"><c r="A1" t="s"><v>-7</v></c></row>'), {"A1": 1}),
]


@pytest.mark.parametrize(("title", "make", "edits"), HOSTILE, ids=[row[0] for row in HOSTILE])
def test_a_hostile_sheet_costs_little(
    tmp_path: Path, title: str, make: Callable[[], str], edits: dict[str, Edit]
) -> None:
    path = tmp_path / "w.xlsx"
    data = pack(parts(make()))
    path.write_bytes(data)
    start = time.process_time()
    message = ""
    try:
        assert patch_xlsx(path, {("Data", address): value for address, value in edits.items()}).changed
    except SheetkitError as error:
        message = str(error)
    assert time.process_time() - start < SECONDS, title
    if message:
        assert message.startswith(f"{path}: ")
        assert path.read_bytes() == data
