"""An import of hostile or odd input brings in what can be kept exactly, says what cannot, and never hangs."""

import os
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import openpyxl
import pytest

import sheetkit
from sheetkit.core.errors import SheetkitError
from sheetkit.records.mapping.model import MappingInvalid
from tests.attack.editing import DAY, cells, column

HEADER = "Id,Order ID,Received,Product,Amount,Currency\n"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.xlsx"
    sheetkit.build("refund-log", path, as_of=DAY)
    return path


def brought(log: Path, header: str, value: str) -> tuple[object, list[str]]:
    """What stands in a column, and the codes of its problems, after a row with this value came in."""
    row = {"Received": "2026-11-01", "Amount": "5"} | {header: value}
    source = log.with_name("export.csv")
    source.write_text(f'{HEADER}T1,O1,"{row["Received"]}",Mug,"{row["Amount"]}",EUR\n', encoding="utf-8")
    done = sheetkit.import_rows(log, source, tab="Cases", as_of=DAY)
    name = {"Received": "Date Request Received"}.get(header, header)
    sheet = openpyxl.load_workbook(log)["Cases"]
    codes = [problem.code for problem in done.problems if problem.column == name and problem.code.startswith("import")]
    return sheet.cell(2, column(sheet, name)).value, codes


INEXACT = [
    # header, value in the export, which no cell can hold as a number
    ("Amount", "12345678901234567"),
    ("Received", "1899-01-01"),
    ("Received", "1900-02-28"),
]


@pytest.mark.parametrize(("header", "value"), INEXACT)
def test_what_a_cell_would_change_is_kept_as_text(log: Path, header: str, value: str) -> None:
    assert brought(log, header, value) == (value, ["import-value"])


@pytest.mark.filterwarnings("error")
def test_the_smallest_numbers_make_no_noise(log: Path) -> None:
    assert brought(log, "Amount", "1e-320") == (1e-320, [])


def test_a_mapping_that_never_ends_is_refused(log: Path) -> None:
    source = log.with_name("export.csv")
    source.write_text(HEADER + "T1,O1,2026-11-01,Mug,5,EUR\n", encoding="utf-8")
    pipe = log.with_name("mapping.yaml")
    os.mkfifo(pipe)
    writer = threading.Thread(target=_feed, args=(pipe,), daemon=True)
    writer.start()
    with pytest.raises(MappingInvalid, match="not an ordinary file"):
        sheetkit.import_rows(log, source, tab="Cases", as_of=DAY, mapping=pipe)
    with pytest.raises(MappingInvalid, match="not an ordinary file"):
        sheetkit.import_rows(log, source, tab="Cases", as_of=DAY, mapping="/dev/null")


def _feed(pipe: Path) -> None:
    """Offer a pipe to whoever opens it, so that a reader does not wait for ever."""
    descriptor = os.open(pipe, os.O_RDWR)
    os.write(descriptor, b"tab: Cases\n")


def test_a_workbook_has_the_name_of_a_workbook(tmp_path: Path) -> None:
    """Excel opens no workbook that is called q.txt, and asks about one that is called q.xlsm."""
    for name in ("q.txt", "q.xlsm", "q"):
        with pytest.raises(SheetkitError, match=r"\.xlsx"):
            sheetkit.build("refund-log", tmp_path / name, as_of=DAY)
        assert not (tmp_path / name).exists()


def test_days_before_march_1900_are_refused(book: Path) -> None:
    """Spreadsheets do not agree on them."""
    before = book.read_bytes()
    command = [sys.executable, "-m", "sheetkit", "update", str(book), "--as-of", "1900-02-28"]
    run = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (run.returncode, book.read_bytes()) == (2, before)
    assert "1 March 1900" in run.stderr


def test_texts_that_look_like_formulas_come_in_as_text(log: Path) -> None:
    source = log.with_name("export.csv")
    rows = ['"=HYPERLINK(""http://x"",""y"")"', "=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(1)", '"\t=1"', '"\r=1"']
    lines = [f"T{i},{text},2026-11-01,Mug,5,EUR\n" for i, text in enumerate(rows)]
    source.write_text(HEADER + "".join(lines), encoding="utf-8", newline="")
    sheetkit.import_rows(log, source, tab="Cases", as_of=date(2026, 11, 22))
    workbook = openpyxl.load_workbook(log)
    at = column(workbook["Cases"], "Order ID")
    assert {workbook["Cases"].cell(row, at).data_type for row in range(2, 2 + len(rows))} == {"s"}
    assert cells(log, "Cases")["D2"] == '=HYPERLINK("http://x","y")'
