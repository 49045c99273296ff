"""Computing again only what a change reaches gives the same as computing everything."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.core.values import CellValue
from sheetkit.emulator.calc.calculate import recalculate
from sheetkit.emulator.calc.rewrite import moved
from sheetkit.emulator.document import Cell, Document, Place, Sheet

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
ROWS, COLUMNS = 8, 4

FORMULAS = (
    *("=A{row}+1", "=$A{row}&B{row}", "=SUM(A{row}:C{row})", "=SUM(B$1:B{row})", "=SUM(A:A)", "=C{above}+A{row}"),
    *("=Other!A{row}", "=SUM(Other!A2:B)", "=Some*2", "=COUNTIF(Spot,A{row})", "=D{row}", "=B2:B5", "=TODAY()+A1"),
    *('=IFERROR(D{above},"wrong")', "=VLOOKUP(A{row},B$1:C$8,2,FALSE)", "=PRODUCT(A1:A{row})", "=A1+", "=Late!A1"),
    *("=COUNTBLANK(A:A)", "=INDEX(A1:C8,2,B{row})", "=ROW()", "=UNKNOWN(A1)"),
)
VALUES: tuple[CellValue, ...] = (None, 1.0, 2.0, 3.0, "x", "", True)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.randoms(use_true_random=False))
def test_any_series_of_changes(chance: Random) -> None:
    """A spreadsheet is changed six times; each time every value is what a new calculation of a copy gives."""
    made = blank("changed")
    now = NOW
    for _ in range(30):
        type_in(made, chance)
    for _ in range(6):
        now += timedelta(hours=chance.choice((0, 20)))
        recalculate(made, now)
        assert shown(made) == shown(computed_anew(made, now))
        made = made.copy()
        for _ in range(chance.randrange(3)):
            chance.choice(CHANGES)(made, chance)


def blank(name: str) -> Document:
    """Two sheets, the second smaller, with a named cell and a named range."""
    sheets = [Sheet(properties(number, title)) for number, title in enumerate(("Main", "Other"))]
    return Document(name, {"timeZone": "Etc/GMT"}, sheets, named("Some", 0) + named("Spot", 1))


def properties(number: int, title: str, rows: int = ROWS) -> dict[str, object]:
    return {"sheetId": number, "title": title, "gridProperties": {"rowCount": rows, "columnCount": COLUMNS}}


def named(name: str, column: int, rows: int = 1) -> tuple[dict[str, object], ...]:
    area = {"startRowIndex": 0, "endRowIndex": rows, "startColumnIndex": column, "endColumnIndex": column + 1}
    return ({"namedRangeId": name, "name": name, "range": area},)


def type_in(made: Document, chance: Random) -> None:
    """A value, a formula, or a formula filled down part of a column."""
    sheet = chance.choice(made.sheets)
    row, column = chance.randrange(1, ROWS), chance.randrange(COLUMNS)
    kind = chance.randrange(3)
    if kind == 0:
        sheet.put(row, column, Cell(chance.choice(VALUES)))
        return
    formula = chance.choice(FORMULAS)
    for each in range(row, row + 1 if kind == 1 else ROWS):
        sheet.put(each, column, Cell(formula=formula.format(row=each + 1, above=each)))


def insert(made: Document, chance: Random) -> None:
    """A row on the first sheet."""
    sheet, row = made.sheets[0], chance.randrange(ROWS)
    for each in made.sheets:
        for place, cell in each.cells.items():
            if cell.formula:
                new = moved(cell.formula, sheet.title, "ROWS", row, 1, own_title=each.title)
                each.cells[place] = Cell(cell.value, new)
    sheet.cells = {(at + (at >= row), column): cell for (at, column), cell in sheet.cells.items()}
    sheet.properties = properties(sheet.id, sheet.title, sheet.row_count + 1)


def clear(made: Document, chance: Random) -> None:
    for place in [place for place in made.sheets[-1].cells if chance.randrange(2)]:
        del made.sheets[-1].cells[place]


def name_anew(made: Document, chance: Random) -> None:
    made.named_ranges = named("Some", chance.randrange(COLUMNS)) + named("Spot", 1, chance.randrange(1, ROWS))


def retitle(made: Document, chance: Random) -> None:
    sheet = made.sheets[-1]
    sheet.properties = properties(sheet.id, chance.choice(("Other", "Late")), sheet.row_count)


def drop(made: Document, _: Random) -> None:
    if len(made.sheets) > 1:
        made.sheets.pop()


def add(made: Document, _: Random) -> None:
    if len(made.sheets) == 1:
        made.sheets.append(Sheet(properties(7, "Late"), {(0, 0): Cell(5.0)}))


Change = Callable[[Document, Random], None]
CHANGES: tuple[Change, ...] = (type_in, type_in, type_in, insert, clear, name_anew, retitle, drop, add)


def computed_anew(made: Document, now: datetime) -> Document:
    """A copy that was never seen, computed from nothing."""
    copy = made.copy()
    copy.spreadsheet_id = "anew"
    for sheet in copy.sheets:
        sheet.cells = {
            place: Cell(formula=cell.formula) if cell.formula else cell for place, cell in sheet.cells.items()
        }
    first = Document("anew", copy.properties)
    recalculate(first, now)
    recalculate(copy, now)
    return copy


def shown(made: Document) -> dict[tuple[str, Place], tuple[str, CellValue]]:
    cells = ((sheet.title, place, cell) for sheet in made.sheets for place, cell in sheet.cells.items())
    return {(title, place): (cell.formula, cell.value) for title, place, cell in cells}
