"""Validations and conditional formats as Excel's XML, and lists that end where their entries end."""

import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from sheetkit.backends.excel.rules import RuleRefused, list_range
from sheetkit.backends.excel.write import write
from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Column, Name, Node
from sheetkit.formula.layout import Layout, NamePlace, TablePlace
from sheetkit.formula.parse import parse
from sheetkit.workbook.model import Block, CellColumn, FlagRule, Sheet, Table, Validation, Workbook
from tests.oracles.cells import read_cells
from tests.oracles.libreoffice import recalculate

LAYOUT = Layout(
    {"T": TablePlace("S", 1, 5, {"A": 0, "B": 1}), "Vendors": TablePlace("All Vendors", 3, 4, {"Key": 2})},
    {"Reasons": NamePlace("Lists", 1, 0, rows=8), "One": NamePlace("Lists", 0, 3), "Limit": NamePlace("S", 9, 4)},
)


def built(path: Path, *, validation: Validation | None = None, flag: FlagRule | None = None) -> str:
    """The XML of a sheet S that holds table T at A1 and the rule."""
    blocks = (Block(0, 0, (CellColumn(("A", *(None,) * 5)), CellColumn(("B", *(None,) * 5)))),)
    sheet = Sheet(
        "S",
        blocks=blocks,
        tables=(Table("T", 0, 0, 5, ("A", "B")),),
        validations=(validation,) if validation else (),
        flags=(flag,) if flag else (),
    )
    write(Workbook((sheet, Sheet("Lists")), layout=LAYOUT), path / "rule.xlsx")
    with zipfile.ZipFile(path / "rule.xlsx") as package:
        return package.read("xl/worksheets/sheet1.xml").decode()


SHOWS = 'allowBlank="1" showInputMessage="1" showErrorMessage="1"'


@pytest.mark.parametrize(
    ("rule", "xml"),
    [
        (Validation(1, 0, 5, 0, "list", choices=("Yes", "No")),
         f'<dataValidation type="list" {SHOWS} sqref="A2:A6"><formula1>"Yes,No"</formula1></dataValidation>'),
        (Validation(1, 0, 5, 0, "list", choices=("Yes",), strict=False),
         f'<dataValidation type="list" errorStyle="warning" {SHOWS} sqref="A2:A6"><formula1>"Yes"</formula1>'),
        (Validation(1, 0, 5, 0, "list", source=Name("One")), "<formula1>Lists!$D$1</formula1>"),
        (Validation(1, 0, 5, 0, "list", source=Name("Reasons")), "<formula1>Lists!$A$2:INDEX(Lists!$A$2:$A$9,MAX(1,"),
        (Validation(1, 0, 5, 0, "list", source=Column("Vendors", "Key")), "<formula1>'All Vendors'!$C$4:INDEX("),
        (Validation(1, 0, 5, 0, "whole", minimum=parse("=1"), maximum=Name("Limit")),
         f'<dataValidation type="whole" {SHOWS} sqref="A2:A6"><formula1>1</formula1><formula2>Limit</formula2>'),
        (Validation(1, 0, 5, 0, "decimal", maximum=parse("=9")),
         "<formula1>-9.9E+307</formula1><formula2>9</formula2>"),
        (Validation(1, 0, 5, 0, "date"), "<formula1>1</formula1><formula2>2958465</formula2>"),
        (Validation(1, 0, 5, 0, "length", maximum=parse("=20")), 'type="textLength"'),
        (Validation(1, 0, 5, 0, "custom", formula=parse("=[@A]<>[@B]"), table="T"),
         "<formula1>$A2&lt;&gt;$B2</formula1>"),
        (Validation(3, 0, 5, 0, "custom", formula=parse("=[@A]<>[@B]"), table="T"),
         "<formula1>$A4&lt;&gt;$B4</formula1>"),
        (Validation(1, 0, 5, 0, "none", title="Computed", message="sheetkit writes this."),
         f'<dataValidation {SHOWS} promptTitle="Computed" prompt="sheetkit writes this." sqref="A2:A6"/>'),
        (Validation(1, 0, 5, 0, "whole", title="Count", error="A whole number."),
         'errorTitle="Count" error="A whole number." promptTitle="Count"'),
    ],
)  # fmt: skip
def test_validation(rule: Validation, xml: str, tmp_path: Path) -> None:
    assert xml in built(tmp_path, validation=rule)


@pytest.mark.parametrize(
    ("rule", "xml"),
    [
        (FlagRule(1, 0, 5, 1, parse('=[@A]="x"'), "alarm", "T"),
         '<cfRule type="expression" dxfId="0" priority="1"><formula>$A2="x"</formula></cfRule>'),
        (FlagRule(1, 0, 5, 1, parse("=TRUE"), "muted"), '<conditionalFormatting sqref="A2:B6">'),
        (FlagRule(3, 0, 5, 1, parse("=[@A]>Limit"), "good", "T", stop=True),
         'priority="1" stopIfTrue="1"><formula>$A4&gt;Limit</formula>'),
        (FlagRule(1, 0, 5, 1, parse("=COUNTIF(T[A],[@A])>1"), "mark", "T"),
         "<formula>COUNTIF($A$2:$A$6,$A2)&gt;1</formula>"),
    ],
)  # fmt: skip
def test_flag(rule: FlagRule, xml: str, tmp_path: Path) -> None:
    assert xml in built(tmp_path, flag=rule)


def test_a_flag_brings_its_colours(tmp_path: Path) -> None:
    built(tmp_path, flag=FlagRule(1, 0, 5, 1, parse("=[@A]=1"), "alarm", "T"))
    rule = next(iter(openpyxl.load_workbook(tmp_path / "rule.xlsx")["S"].conditional_formatting)).rules[0]
    assert rule.dxf.fill.bgColor.rgb == "FFF8C9B0"
    assert (rule.dxf.font.color.rgb, rule.dxf.font.b) == ("FF7A2600", True)
    assert rule.dxf.border.left.style == "thin"


def test_long_messages_are_cut_at_a_word(tmp_path: Path) -> None:
    rule = Validation(1, 0, 5, 0, "none", title="A title of more than thirty-two characters", message="word " * 90)
    xml = built(tmp_path, validation=rule)
    title, message = (re.findall(f' {name}="(.*?)"', xml)[0] for name in ("promptTitle", "prompt"))
    assert title == "A title of more than…"
    assert message == "word " * 49 + "word…"


def test_choices_that_do_not_fit_are_refused(tmp_path: Path) -> None:
    for choices in (("a, b", "c"), tuple(f"choice {i}" for i in range(40))):
        with pytest.raises(
            RuleRefused, match=r"The choices of S!A2:A6 hold a comma or more than 255 characters"
        ) as error:
            built(tmp_path, validation=Validation(1, 0, 5, 0, "list", choices=choices))
        assert "list of the template" in error.value.advice


def test_a_formula_that_does_not_fit_is_refused(tmp_path: Path) -> None:
    long = parse("=[@A]=" + "+".join(["Limit"] * 60))
    with pytest.raises(RuleRefused, match=r"The validation of S!A2:A6 has a formula of more than 255 characters"):
        built(tmp_path, validation=Validation(1, 0, 5, 0, "custom", formula=long, table="T"))


def test_a_custom_rule_needs_its_formula(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="S: a custom validation without a formula"):
        built(tmp_path, validation=Validation(1, 0, 5, 0, "custom"))


@pytest.mark.parametrize("source", [parse("=1+1"), parse("=T[@A]")])
def test_a_list_comes_from_cells(source: Node) -> None:
    with pytest.raises(ValueError, match="a list of choices is a name or a table's column"):
        list_range(source, LAYOUT)


def test_a_list_fits_into_excels_limit() -> None:
    """Long sheet names leave no room for the exact form."""
    name = "A very long name of 31 letters!"
    layout = Layout({}, {"L": NamePlace(name, 1, 0, rows=5000)})
    assert (
        list_range(Name("L"), layout)
        == f"'{name}'!$A$2:INDEX('{name}'!$A$2:$A$5001,MAX(1,COUNTA('{name}'!$A$2:$A$5001)))"
    )


LISTS: Sequence[tuple[tuple[CellValue, ...], int]] = (
    (("a", "b", "c", None, None), 3),
    (("a", None, "c", None, None), 3),  # a gap keeps what is below it
    ((None, None, None, None, None), 1),
    ((None, None, None, None, "z"), 5),
    ((1, 2, 3, 4, 5), 5),
    ((1, "b", True, None, None), 3),
    (("a", "", "", "", ""), 1),
)


def test_a_list_ends_at_its_last_entry(tmp_path: Path) -> None:
    """LibreOffice counts the rows of each list as the dropdown would show them."""
    layout = Layout({}, {f"L{i}": NamePlace("Lists", 1, i, rows=5) for i in range(len(LISTS))})
    book = openpyxl.Workbook()
    sheet, counts = book.create_sheet("Lists"), book.worksheets[0]
    for i, (values, _) in enumerate(LISTS):
        for row, value in enumerate(values, start=2):
            sheet.cell(row, i + 1, value)
        counts.cell(1, i + 1, f"=ROWS({list_range(Name(f'L{i}'), layout)})")
    book.save(tmp_path / "lists.xlsx")
    found = read_cells(recalculate(tmp_path / "lists.xlsx", tmp_path / "out"))["Sheet"]
    assert list(found.values()) == [rows for _, rows in LISTS]
