"""How cells look: number formats by type and pattern, the palette's looks by role."""

import pytest

from sheetkit.backends.google.formats import cell_format, flag_format, number_format
from sheetkit.backends.google.ranges import Json, colour
from sheetkit.records.look import FORMATS
from sheetkit.workbook import palette
from sheetkit.workbook.model import Style


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", None),
        ("", None),
        ("@", "TEXT"),
        ("0", "NUMBER"),
        ("#,##0.00", "NUMBER"),
        ('#,##0.00" days"', "NUMBER"),
        ("0.0%", "PERCENT"),
        ("0.00E+00", "SCIENTIFIC"),
        ("yyyy-mm-dd", "DATE"),
        ("yyyy-mm-dd hh:mm", "DATE_TIME"),
        ("hh:mm", "TIME"),
    ],
)
def test_a_number_format(code: str, kind: str | None) -> None:
    assert number_format(code) == (kind and {"type": kind, "pattern": code})


def test_every_column_type_has_a_format_of_google() -> None:
    assert {code for code in FORMATS.values() if number_format(code) is None} == {"General"}


def test_an_input_cell() -> None:
    made = cell_format(Style("input", "#,##0.00", wrap=True))
    assert made["numberFormat"] == {"type": "NUMBER", "pattern": "#,##0.00"}
    assert made["horizontalAlignment"] == "RIGHT"
    assert made["wrapStrategy"] == "WRAP"
    assert set(made["borders"]) == {"top", "bottom", "left", "right"}
    assert "backgroundColorStyle" not in made


@pytest.mark.parametrize("role", list(palette.ROLES))
def test_every_role_has_its_font_colour_and_fill(role: str) -> None:
    look = palette.ROLES[role]  # type: ignore[index]
    made = cell_format(Style(role))  # type: ignore[arg-type]
    assert made["textFormat"]["foregroundColorStyle"] == colour(look.text)
    assert made.get("backgroundColorStyle") == (colour(look.fill) if look.fill else None)
    assert made["textFormat"].get("bold", False) is look.bold


@pytest.mark.parametrize("flag", palette.FLAG_COLOURS)
def test_a_flag_has_only_what_conditional_formats_take(flag: str) -> None:
    """Bold, italic, strikethrough, foreground and background colour (discovery document, BooleanRule.format)."""
    made: Json = flag_format(flag)  # type: ignore[arg-type]
    assert set(made) <= {"textFormat", "backgroundColorStyle"}
    assert set(made["textFormat"]) <= {"foregroundColorStyle", "bold", "italic"}


def test_a_colour() -> None:
    assert colour("FF8000") == {"rgbColor": {"red": 1.0, "green": 0.502, "blue": 0.0}}
