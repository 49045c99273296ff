"""Rows that a program gives to `build`: every kind of Python, numpy and pandas, and what does not fit."""

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import sheetkit
from sheetkit.app.given import given_rows
from sheetkit.core.errors import SheetkitError
from sheetkit.core.values import NA, CellValue
from sheetkit.template.load import load_template
from tests.sync.desk import LIBRARY

DAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        ("=1+1", "=1+1"),
        (np.str_("Ann"), "Ann"),
        (True, True),
        (np.bool_(False), False),
        (3, 3.0),
        (np.int64(3), 3.0),
        (Decimal("9.50"), 9.5),
        (float("nan"), None),
        (NA, NA),
        (date(2026, 1, 2), 46024.0),
        (datetime(2026, 1, 2, 12), 46024.5),
        (np.datetime64("2026-01-02"), 46024.0),
        (pd.Timestamp("2026-01-02 12:00"), 46024.5),
        (pd.NaT, None),
    ],
)
def test_a_value_is_what_a_cell_holds(value: object, cell: CellValue) -> None:
    (found,) = given_rows(load_template(LIBRARY), {"Books": {"Price": [value]}})["Books"]["Price"]
    assert (found, type(found)) == (cell, type(cell))


def test_a_frame_stands_for_a_table(tmp_path: Path) -> None:
    loans = pd.DataFrame({"Lent On": [pd.Timestamp("2026-11-02"), pd.NaT], "Book": ["N-1", "T-1"]})
    path = tmp_path / "loans.xlsx"
    sheetkit.build(LIBRARY, path, as_of=DAY, rows={"Loans": loans})
    read = sheetkit.read(path).ledger.tables["Loans"].columns
    assert list(read["Lent On"]) == [46328.0, None]
    assert list(read["Book"]) == ["N-1", "T-1"]


def test_all_that_does_not_fit_is_told_at_once_and_nothing_is_written(tmp_path: Path) -> None:
    rows: dict[str, Any] = {
        "Book": {"Price": [1]},
        "Books": {"Prize": [1], "Price": [1, [2], float("inf"), date(1800, 1, 1)]},
    }
    with pytest.raises(SheetkitError) as raised:
        sheetkit.build(LIBRARY, tmp_path / "book.xlsx", as_of=DAY, rows=rows)
    what, *lines = str(raised.value).splitlines()
    kinds = "A cell holds a text, a number, yes or no, a date, or nothing."
    assert what == "The rows do not fit the template."
    assert [line.removeprefix("  ") for line in lines] == [
        "There is no table 'Book'. Did you mean Books?",
        "Books has no column 'Prize'. Did you mean Price?",
        f"Books!row 2 (Price): [2] is nothing that a cell can hold. {kinds}",
        f"Books!row 3 (Price): A cell cannot hold a number without end. {kinds}",
        f"Books!row 4 (Price): 1800-01-01 lies before 1899-12-30, where the dates of spreadsheets begin. {kinds}",
    ]
    assert not list(tmp_path.iterdir())
