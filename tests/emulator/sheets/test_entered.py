"""What typing a text makes of a cell: the value, and what the cell then shows."""

from datetime import date

import pytest

from sheetkit.core.values import NA, CellValue
from sheetkit.emulator.sheets.entered import enter
from sheetkit.emulator.sheets.shown import shown

TODAY = date(2026, 11, 25)
NONE = ""

ROWS: list[tuple[str, str, CellValue, str, str]] = [
    # locale, typed, value, kind of its format, shown
    ("en_US", "42", 42.0, NONE, "42"),
    ("en_US", "-42.5", -42.5, NONE, "-42.5"),
    ("en_US", "+5", 5.0, NONE, "5"),
    ("en_US", " 7 ", 7.0, NONE, "7"),
    ("en_US", ".5", 0.5, NONE, "0.5"),
    ("en_US", "0042", 42.0, NONE, "42"),
    ("en_US", "3_1_0", "3_1_0", NONE, "3_1_0"),
    ("en_US", "nan", "nan", NONE, "nan"),
    ("en_US", "1e999", "1e999", NONE, "1e999"),
    ("en_US", "12,34", "12,34", NONE, "12,34"),
    ("en_US", "1 2", "1 2", NONE, "1 2"),
    ("en_US", "5 apples", "5 apples", NONE, "5 apples"),
    ("en_US", "(5)", -5.0, NONE, "-5"),
    ("en_US", "(5", "(5", NONE, "(5"),
    ("en_US", "2,000,000.01", 2000000.01, "NUMBER", "2,000,000.01"),
    ("en_US", "1,234", 1234.0, "NUMBER", "1,234"),
    ("en_US", "$5", 5.0, "CURRENCY", "$5"),
    ("en_US", "-$5.25", -5.25, "CURRENCY", "-$5.25"),
    ("en_US", "€5", 5.0, "CURRENCY", "€5"),
    ("en_US", "5%", 0.05, "PERCENT", "5%"),
    ("en_US", "12.5%", 0.125, "PERCENT", "12.50%"),
    ("en_US", "1.5E+10", 1.5e10, "SCIENTIFIC", "1.50E+10"),
    ("en_US", "true", True, NONE, "TRUE"),
    ("en_US", "#N/A", NA, NONE, "#N/A"),
    ("en_US", "'123", "123", NONE, "123"),
    ("en_US", "'=1+1", "=1+1", NONE, "=1+1"),
    ("en_US", "=", "=", NONE, "="),
    ("en_US", "", None, NONE, ""),
    ("en_US", "2020-01-01", 43831.0, "DATE", "2020-01-01"),
    ("en_US", "2020/1/1", 43831.0, "DATE", "2020/1/1"),
    ("en_US", "1/2/2020", 43832.0, "DATE", "1/2/2020"),
    ("en_US", "01/02/2020", 43832.0, "DATE", "01/02/2020"),
    ("en_US", "1-2-20", 43832.0, "DATE", "1-2-20"),
    ("en_US", "1/2/35", 12786.0, "DATE", "1/2/35"),
    ("en_US", "1/2", 46024.0, "DATE", "1/2"),
    ("en_US", "13/1/2020", "13/1/2020", NONE, "13/1/2020"),
    ("en_US", "2/30/2020", "2/30/2020", NONE, "2/30/2020"),
    ("en_US", "Mar 1 2016", 42430.0, "DATE", "Mar 1 2016"),
    ("en_US", "March 1, 2016", 42430.0, "DATE", "March 1, 2016"),
    ("en_US", "1 March 2016", 42430.0, "DATE", "1 March 2016"),
    ("en_US", "1-Mar-16", 42430.0, "DATE", "1-Mar-16"),
    ("en_US", "Mar 5", 46086.0, "DATE", "Mar 5"),
    ("en_US", "May", "May", NONE, "May"),
    ("en_US", "9:30", 9.5 / 24, "TIME", "9:30"),
    ("en_US", "9:30 pm", 21.5 / 24, "TIME", "9:30 PM"),
    ("en_US", "25:00", 25 / 24, "TIME", "25:00"),
    ("en_US", "10:75", "10:75", NONE, "10:75"),
    ("en_US", "1/2/2020 12:00", 43832.5, "DATE_TIME", "1/2/2020 12:00"),
    ("en_US", "2020-01-01T10:00", "2020-01-01T10:00", NONE, "2020-01-01T10:00"),
    ("en_GB", "1/2/2020", 43862.0, "DATE", "1/2/2020"),
    ("en_GB", "31/12/2019", 43830.0, "DATE", "31/12/2019"),
    ("en_GB", "£5.50", 5.5, "CURRENCY", "£5.50"),
    ("de_DE", "1.234,56", 1234.56, "NUMBER", "1.234,56"),
    ("de_DE", "1,5", 1.5, NONE, "1,5"),
    ("de_DE", "1.5", 46143.0, "DATE", "1.5"),
    ("de_DE", "31.12.2019 12:00", 43830.5, "DATE_TIME", "31.12.2019 12:00"),
    ("de_DE", "5,25 €", 5.25, "CURRENCY", "5,25\u00a0€"),
    ("de_DE", "12,5%", 0.125, "PERCENT", "12,50%"),
    ("de_DE", "WAHR", True, NONE, "TRUE"),
    ("de_DE", "1. März 2016", 42430.0, "DATE", "1. März 2016"),
    ("fr_FR", "1 234,5", 1234.5, "NUMBER", "1\u202f234,50"),
    ("fr_FR", "1/2/2020", 43862.0, "DATE", "1/2/2020"),
    ("fr_FR", "5 €", 5.0, "CURRENCY", "5\u00a0€"),
    ("fr_FR", "1.5", "1.5", NONE, "1.5"),
    ("fr_FR", "FAUX", False, NONE, "FALSE"),
]


@pytest.mark.parametrize(("locale", "typed", "value", "kind", "text"), ROWS)
def test_typing_gives_a_value_and_the_look_it_was_typed_with(
    locale: str, typed: str, value: CellValue, kind: str, text: str
) -> None:
    entered = enter(typed, locale, TODAY)
    assert entered.value == (pytest.approx(value) if isinstance(value, float) else value)
    assert type(entered.value) is type(value)
    assert (entered.number_format or {}).get("type", NONE) == kind
    assert shown(entered.value, entered.number_format, locale) == text


def test_a_formula_stays_as_it_was_typed() -> None:
    assert enter("= 1 / 1024", "en_US", TODAY).formula == "= 1 / 1024"
