"""Random formulas of the whole grammar, written as Google gets them, give what the frame dialect gives."""

from datetime import UTC, datetime
from random import Random

from sheetkit.core.values import CellError, CellValue
from sheetkit.emulator.calc.calculate import recalculate
from sheetkit.emulator.document import Cell, Document
from sheetkit.formula.google import write
from sheetkit.formula.layout import Layout, NamePlace, TablePlace
from sheetkit.formula.parse import parse
from tests.compute.expressions import NAMES, TABLES, Grammar
from tests.emulator.calc.spreadsheets import empty, named_ranges
from tests.oracles.trial import Trial
from tests.proof.workbooks import same

COUNT = 400
HEIGHT = len(TABLES["T"]["Name"])


def test_random_formulas_agree_in_every_row() -> None:
    formulas = random_formulas()
    expected = Trial(TABLES, NAMES, [("T", formula) for formula in formulas]).evaluated()[0]
    made = with_formulas(formulas)
    recalculate(made, datetime(2026, 11, 22, tzinfo=UTC))
    wrong: list[tuple[str, int, CellValue, CellValue]] = []
    for place, (formula, rows) in enumerate(zip(formulas, expected, strict=True)):
        for row, ours in enumerate(rows):
            theirs = made.sheets[3].cells[row + 1, place].value
            if not agrees(ours, theirs):
                wrong.append((formula, row, ours, theirs))
    assert wrong == []


def agrees(ours: CellValue, theirs: CellValue) -> bool:
    """Errors are the same error here; a blank is 0 in a workbook and nothing in Google Sheets."""
    if isinstance(ours, CellError):
        return ours == theirs
    return same(ours, theirs) or (ours == 0.0 and theirs is None)


def random_formulas() -> list[str]:
    """Formulas of one row of the table T."""
    grammar = Grammar(Random(20261122))  # noqa: S311 - chance, not secrets
    return list(dict.fromkeys(grammar.formula() for _ in range(COUNT)))


def with_formulas(formulas: list[str]) -> Document:
    """A spreadsheet with both tables and the names on sheets of their own, and each formula in a column of another."""
    titles = ("T", "U", "Names", "Figures")
    made = Document("random", {"timeZone": "Etc/GMT"}, [empty(at, title, 20, 500) for at, title in enumerate(titles)])
    tables = {name: TablePlace(name, 1, len(next(iter(TABLES[name].values()))), places(name)) for name in TABLES}
    for sheet, columns in zip(made.sheets, TABLES.values(), strict=False):
        for column, values in enumerate(columns.values()):
            for row, value in enumerate(values, start=1):
                sheet.put(row, column, Cell(value))
    names = {}
    for column, (name, given) in enumerate(NAMES.items()):
        listed = given if isinstance(given, list) else [given]
        names[name] = NamePlace("Names", 0, column, rows=len(listed))
        for row, value in enumerate(listed):
            made.sheets[2].put(row, column, Cell(value))
    made.named_ranges = named_ranges(names, made)
    for column, formula in enumerate(formulas):
        for row in range(1, HEIGHT + 1):
            text = write(parse(formula), Layout(tables), "T", row, sheet="Figures")
            made.sheets[3].cells[row, column] = Cell(formula=f"={text}")
    return made


def places(table: str) -> dict[str, int]:
    """The sheet column of each column of a table."""
    return {name: column for column, name in enumerate(TABLES[table])}
