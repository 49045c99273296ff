"""Laws of reading that hold for every workbook, however it was mangled."""

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.core.codes import CODES
from sheetkit.core.values import ERRORS, CellValue
from sheetkit.records.check import check
from sheetkit.records.parse import parse
from sheetkit.template.resolve import table_tabs
from sheetkit.workbook.a1 import parse_range
from sheetkit.workbook.grid import Grid, GridName, GridSheet, GridTable
from tests.records.grids import grid
from tests.records.shop import ANN, BLANK, BOB, HEADERS, SHOP, book, case, cases

CLEAN = grid(book(cases(case(ANN), case(BOB), BLANK, case(BOB.replace("002", "003")))))

TEXTS = st.one_of(
    st.sampled_from(
        [*HEADERS.split(" | "), "Total", "1,234", "03/04/2026", "€5", "=1+1", " ", "", "RF-001", "yes", "#N/A"]
    ),
    st.text(max_size=8),
    st.text(alphabet="0123456789.,-/() €%:e", max_size=12),
)
VALUES: st.SearchStrategy[CellValue] = st.one_of(
    st.none(), TEXTS, st.floats(), st.booleans(), st.sampled_from(list(ERRORS.values())), st.floats(40_000, 50_000)
)
FORMULAS = st.one_of(
    TEXTS,
    st.sampled_from(
        [
            "C2*0.8",
            "Cases[[#This Row],[Amount]]*0.8",
            "SUM(A1:A9)",
            "SUM(",
            "(" * 90,
            "1" * 9000,
            "XFE1",
            "Cases[[",
            "-" * 300 + "1",
        ]
    ),
    st.text(alphabet="ABC123$:!()[]#@'\",+*&= ", max_size=20),
)
SPOTS = st.tuples(st.integers(0, 8), st.integers(0, 12))
BOXES = st.tuples(
    st.integers(0, 12), st.integers(0, 12), st.integers(0, 1_048_575), st.integers(0, 16_383)
)  # a merge, a table or a name may reach over the whole sheet


@st.composite
def mangled(draw: st.DrawFn) -> Grid:
    """The clean workbook after up to a dozen changes to each of some sheets."""
    sheets: list[GridSheet] = []
    for sheet in CLEAN.sheets:
        if draw(st.integers(0, 9)) == 0:
            continue
        sheets.append(_mangled(draw, sheet) if draw(st.booleans()) else sheet)
    names = {name: found for name, found in CLEAN.names.items() if draw(st.integers(0, 5))}
    for name, (row, column, rows, columns) in draw(
        st.dictionaries(st.sampled_from(["Today", "Reasons", "Grace", "Other"]), BOXES, max_size=2)
    ).items():
        sheet_name = draw(st.sampled_from(["Cases", "Lists", "Nowhere", ""]))
        names[name] = GridName(name, sheet_name, row, column, rows, columns)
    return Grid(tuple(draw(st.permutations(sheets))), names)


def _mangled(draw: st.DrawFn, sheet: GridSheet) -> GridSheet:
    columns = [list(values) for values in sheet.values]
    formulas = {column: dict(texts) for column, texts in sheet.formulas.items()}
    for (row, column), value in draw(st.dictionaries(SPOTS, VALUES, max_size=12)).items():
        if column < len(columns) and row < sheet.height:
            columns[column][row] = value
            formulas.get(column, {}).pop(row, None)
    for (row, column), text in draw(st.dictionaries(SPOTS, FORMULAS, max_size=6)).items():
        if column < len(columns) and row < sheet.height:
            formulas.setdefault(column, {})[row] = text
    if columns and draw(st.integers(0, 4)) == 0:
        gone = draw(st.integers(0, len(columns) - 1))
        columns.pop(gone)
        formulas = {c - (c > gone): texts for c, texts in formulas.items() if c != gone}
    tables = tuple(t for t in sheet.tables if draw(st.integers(0, 4)))
    if draw(st.integers(0, 4)) == 0:
        row, column, height, width = draw(BOXES)
        name = draw(st.sampled_from(["Cases", "Log", "By_Reason", "Mine"]))
        tables = (*tables, GridTable(name, row, column, row + height, column + width, (), draw(st.booleans())))
    merges = [(r, c, r + h, c + w) for r, c, h, w in draw(st.lists(BOXES, max_size=2))]
    name = draw(st.sampled_from([sheet.name, sheet.name, "Sheet7", "Settings"]))
    return dataclasses.replace(sheet, name=name, values=columns, formulas=formulas, tables=tables, merges=tuple(merges))


@settings(max_examples=300, deadline=None)
@given(mangled())
def test_reading_never_fails_and_what_it_says_is_consistent(mangled_grid: Grid) -> None:
    parsed = parse(SHOP, mangled_grid)
    ledger = parsed.ledger
    for tab in table_tabs(SHOP):
        table = ledger.tables[tab.table or tab.name]
        assert list(table.columns) == [column.name for column in tab.columns]
        assert {len(values) for values in table.columns.values()} == {len(table.sheet_rows)}
        assert list(table.sheet_rows) == sorted(set(table.sheet_rows))
        assert all(0 <= row < table.height for _, row in table.understood)
        assert all(0 <= row < table.height for rows in table.broken.values() for row in rows)
    for place in parsed.places.values():
        assert not set(place.spare_rows) & set(ledger.tables[place.table].sheet_rows)
        assert place.header_row <= place.last_row
    assert set(ledger.names) >= {setting.name for setting in SHOP.settings}
    assert set(ledger.lists) == {entries.name for entries in SHOP.lists}
    for problem in (*ledger.problems, *check(parsed)):
        assert problem.code in CODES
        assert problem.severity == CODES[problem.code].severity
        assert problem.message.endswith(".")
        assert problem.hint.endswith((".", "?"))
        assert not problem.cell or parse_range(problem.cell)
    assert parsed.layout.tables.keys() == parsed.places.keys()


@settings(max_examples=60, deadline=None)
@given(mangled())
def test_reading_is_the_same_each_time(mangled_grid: Grid) -> None:
    assert repr(parse(SHOP, mangled_grid)) == repr(parse(SHOP, mangled_grid))
