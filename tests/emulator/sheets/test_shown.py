"""What a cell shows for a value, a number format and a locale."""

import pytest

from sheetkit.core.values import DIV0, CellValue
from sheetkit.emulator.sheets.shown import shown

AUTOMATIC: list[tuple[CellValue, str]] = [
    (None, ""),
    ("text", "text"),
    (True, "TRUE"),
    (False, "FALSE"),
    (DIV0, "#DIV/0!"),
    (0, "0"),
    (1 / 1024, "0.0009765625"),
    (1 / 3, "0.3333333333"),
    (100 / 3, "33.33333333"),
    (0.1 + 0.2, "0.3"),
    (2000000.01, "2000000.01"),
    (123456789012.0, "123456789012"),
    (1e15, "1E+15"),
    (1.5e-12, "1.5E-12"),
]
PATTERNS = [
    # value, pattern, en_US, de_DE
    (1234.5, "#,##0.00", "1,234.50", "1.234,50"),
    (1234567, "#,##0", "1,234,567", "1.234.567"),
    (0, "#,##0", "0", "0"),
    (0, "#,###", "", ""),
    (0.5, "#.##", ".5", ",5"),
    (5, "0.0?", "5.0 ", "5,0 "),
    (12, "00000", "00012", "00012"),
    (2.5, "0", "3", "3"),
    (-2.5, "0", "-3", "-3"),
    (1.005, "0.00", "1.01", "1,01"),
    (-5, "0;(0)", "(5)", "(5)"),
    (0, '0;(0);"nil"', "nil", "nil"),
    (0.125, "0.0%", "12.5%", "12,5%"),
    (12345, "0.00E+00", "1.23E+04", "1,23E+04"),
    (999999, "0.00E+00", "1.00E+06", "1,00E+06"),
    (0.00012, "0.0E-0", "1.2E-4", "1,2E-4"),
    (123456789, "000-00-0000", "123-45-6789", "123-45-6789"),
    (1234567, '#,##0,"k"', "1,235k", "1.235k"),
    (1234.5, '"$"#,##0.00', "$1,234.50", "$1.234,50"),
    (-1.25, "[$€-407]#,##0.00", "-€1.25", "-€1,25"),
    (5, "[Red]0", "5", "5"),
    (45, "[<50]0;[>=50]00.0", "45", "45"),
    (55, "[<50]0;[>=50]00.0", "55.0", "55,0"),
    (7, 'General" items"', "7 items", "7 items"),
    (7, '"seven"', "seven", "seven"),
    (7, r"\#0", "#7", "#7"),
    (7, "@", "7", "7"),
    (43831, "yyyy-mm-dd", "2020-01-01", "2020-01-01"),
    (43831, "dddd, d mmmm yyyy", "Wednesday, 1 January 2020", "Mittwoch, 1 Januar 2020"),
    (43862, "mmm yy", "Feb 20", "Feb. 20"),
    (43862, "mmmmm", "F", "F"),
    (43831.5, "m/d/yyyy h:mm am/pm", "1/1/2020 12:00 PM", "1/1/2020 12:00 PM"),
    (0.0, "h:mm a/p", "12:00 a", "12:00 a"),
    (10 / 24, "hh:mm:ss", "10:00:00", "10:00:00"),
    (1.5, "[h]:mm", "36:00", "36:00"),
    (1 / 24, "[mm]:ss", "60:00", "60:00"),
    (12.345 / 86400, "ss.00", "12.34", "12,34"),
    (1e9, "yyyy", "1000000000", "1000000000"),
    ("a", '0;0;0;"<"@">"', "<a>", "<a>"),
    ("a", "0.00", "a", "a"),
]
KINDS = [
    # kind without a pattern, locale, what 43831.5 shows
    ("NUMBER", "en_US", "43,831.50"),
    ("PERCENT", "fr_FR", "4383150,00%"),
    ("CURRENCY", "en_GB", "£43,831.50"),
    ("CURRENCY", "fr_FR", "43\u202f831,50\u00a0€"),
    ("SCIENTIFIC", "de_DE", "4,38E+04"),
    ("DATE", "en_US", "1/1/2020"),
    ("DATE", "de_DE", "01.01.2020"),
    ("TIME", "en_US", "12:00:00 PM"),
    ("DATE_TIME", "fr_FR", "01/01/2020 12:00:00"),
    ("TEXT", "en_US", "43831.5"),
    ("DATE", "xx_XX", "1/1/2020"),
    ("DATE", "de", "01.01.2020"),
]


@pytest.mark.parametrize(("value", "text"), AUTOMATIC)
def test_without_a_format_a_value_shows_itself(value: CellValue, text: str) -> None:
    assert shown(value, None, "en_US") == text


@pytest.mark.parametrize(("value", "pattern", "english", "german"), PATTERNS)
def test_a_pattern_is_the_same_everywhere_and_its_marks_are_the_locales(
    value: CellValue, pattern: str, english: str, german: str
) -> None:
    chosen = {"type": "NUMBER", "pattern": pattern}
    assert (shown(value, chosen, "en_US"), shown(value, chosen, "de_DE")) == (english, german)


@pytest.mark.parametrize(("kind", "locale", "text"), KINDS)
def test_a_kind_without_a_pattern_takes_the_locales(kind: str, locale: str, text: str) -> None:
    assert shown(43831.5, {"type": kind}, locale) == text
