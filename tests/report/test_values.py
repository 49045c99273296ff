"""How figures are written, beside the ones before."""

import pytest

from sheetkit.core.values import DIV0, CellValue
from sheetkit.report.values import change, labels, written
from sheetkit.template.model import ColumnType

WRITTEN: list[tuple[CellValue, ColumnType, str, str]] = [
    (1234.5, "money", "EUR", "1,234.50"),
    (1234.5, "money", "JPY", "1,234"),
    (1.2345, "money", "KWD", "1.234"),
    (-3, "money", "EUR", "\u22123.00"),
    (0.125, "percent", "", "12.5 %"),
    (1, "percent", "", "100.0 %"),
    (1234567.0, "integer", "", "1,234,567"),
    (1.5, "integer", "", "1.5"),
    (9.5, "days", "", "9.5"),
    (9.0, "number", "", "9"),
    (1 / 3, "number", "", "0.33"),
    (46113.0, "date", "", "2026-04-01"),
    (46113.5, "datetime", "", "2026-04-01 12:00"),
    (None, "money", "EUR", "\u2013"),
    ("", "date", "", "\u2013"),
    ("Spike", "text", "", "Spike"),
    (True, "yes/no", "", "yes"),
    (DIV0, "number", "", "#DIV/0!"),
]


@pytest.mark.parametrize(("value", "kind", "currency", "text"), WRITTEN)
def test_a_value_is_written_by_its_type(value: CellValue, kind: ColumnType, currency: str, text: str) -> None:
    assert written(value, kind, currency) == text


CHANGES: list[tuple[CellValue, CellValue, ColumnType, str]] = [
    (143, 126, "integer", "+17"),
    (131, 131, "integer", "±0"),
    (4210.5, 5011.25, "money", "\u2212800.75"),
    (0.8125, 0.79, "percent", "+2.2 points"),
    (1.25, 1.7, "number", "\u22120.45"),
    (5, None, "integer", ""),
    (DIV0, 5, "number", ""),
    (46113, 46112, "date", ""),
    ("a", "b", "text", ""),
]


@pytest.mark.parametrize(("value", "before", "kind", "text"), CHANGES)
def test_a_change_has_its_sign_and_the_form_of_its_figure(
    value: CellValue, before: CellValue, kind: ColumnType, text: str
) -> None:
    assert change(value, before, kind, "EUR") == text


def test_first_days_of_months_stand_for_the_months() -> None:
    assert labels([46054.0, 46082.0], "date") == ["Feb 2026", "Mar 2026"]
    assert labels([46054.0, 46083.0], "date") == ["2026-02-01", "2026-03-02"]
    assert labels(["Damaged", None], "text") == ["Damaged", "\u2013"]
