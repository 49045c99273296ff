"""A tab of plain rows that sheetkit keeps in both workbooks of a pair: found again, compared, written, or made."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Binary, Text, ThisRow
from sheetkit.formula.layout import Layout, TablePlace
from sheetkit.records.boards import board
from sheetkit.sync.snapshot import same
from sheetkit.workbook.grid import Grid
from sheetkit.workbook.model import Block, CellColumn, FlagRule, Role, Sheet, Style, Validation
from sheetkit.workbook.patch import Patch, SheetPatch

Row = tuple[CellValue, ...]
"""What the columns of a board say in one row."""
Line = tuple[int, Row]
"""A row of a board as it stands: its zero-based row on the sheet, and what it says."""

HEADER: Final = 2
"""The header's row on a new board; above it stand its title and what it is for."""
_LONGEST: Final = 1_000
"""Characters of a text on a board; the whole of it is in the log."""


@dataclass(frozen=True, slots=True)
class Board:
    """A kind of board: its mark, the name of its tab, what it is for, its columns with their widths.

    The last column is hidden: its header is the mark. People type in the columns `typed`; there they may choose one of
    `choices`, or type anything else.
    """

    mark: str
    title: str
    help: str
    columns: Mapping[str, float]
    rows: int
    typed: str = ""
    choices: tuple[str, ...] = ()

    @property
    def heads(self) -> tuple[str, ...]:
        """The headers, the mark last."""
        return (*self.columns, self.mark)


@dataclass(frozen=True, slots=True)
class Placed:
    """A board that a workbook has: its tab, the row of its header, the sheet column of each of its columns, its rows.

    A column that a person deleted is at -1. `computed` are the sheet rows in which a person typed a formula.
    """

    sheet: str
    header: int
    columns: tuple[int, ...]
    lines: tuple[Line, ...]
    computed: frozenset[int] = frozenset()


def find(kind: Board, grid: Grid) -> Placed | None:
    """The board of that kind; columns are found by their headers, else by their distance from the mark."""
    found = board(grid, kind.mark)
    if found is None:
        return None
    sheet, header, last = found
    heads = {str(sheet.value(header, column) or "").strip(): column for column in range(sheet.width)}
    known = {heads[name] for name in kind.columns if name in heads}
    columns = [*(heads.get(name, -1) for name in kind.columns), last]
    for at in range(len(kind.columns)):
        place = last - (len(kind.columns) - at)
        if columns[at] < 0 <= place and place not in known:
            columns[at] = place
    lines = []
    for row in range(header + 1, sheet.height):
        says = tuple(sheet.value(row, column) if column >= 0 else None for column in columns)
        if any(value is not None for value in says):
            lines.append((row, says))
    typed = columns[list(kind.columns).index(kind.typed)] if kind.typed else -1
    return Placed(sheet.name, header, tuple(columns), tuple(lines), frozenset(sheet.formulas.get(typed, ())))


def rewritten(placed: Placed, rows: Sequence[Row]) -> SheetPatch | None:
    """What to write so that the board has these rows; None where it has them.

    The last cell of a row says which row it is. Where the board has just these rows already, each stays where it is, in
    whatever order people sorted them; otherwise all go below the header, in the order given.
    """
    wanted = {str(row[-1]): row for row in rows}
    present = {str(says[-1]): at for at, says in placed.lines}
    if present.keys() == wanted.keys() and len(present) == len(placed.lines):
        target = {present[name]: row for name, row in wanted.items()}
    else:
        target = dict(enumerate(rows, placed.header + 1))
    before = dict(placed.lines)
    blank: Row = (None,) * len(placed.columns)
    cells = [
        (row, column, new)
        for row in sorted({*target, *before})
        for column, old, new in zip(placed.columns, before.get(row, blank), target.get(row, blank), strict=True)
        if column >= 0 and not same(old, new)
    ]
    if not cells:
        return None
    at, columns, values = zip(*cells, strict=True)
    return SheetPatch(at, columns, values, [None] * len(at), [""] * len(at))


def new(kind: Board, grid: Grid, taken: Sequence[str], rows: Sequence[Row]) -> tuple[Sheet, Layout]:
    """A tab for a workbook that has no such board, and where its own rows lie. `taken` are names it cannot have."""
    name = _free(kind.title, {*(sheet.name.casefold() for sheet in grid.sheets), *map(str.casefold, taken)})
    count, first = max(kind.rows, len(rows)), HEADER + 1
    blank: Row = (None,) * len(kind.heads)
    every = [*rows, *[blank] * (count - len(rows))]
    head = [CellColumn([text], Style(_role(kind, text))) for text in kind.heads]
    columns = [
        CellColumn([row[at] for row in every], Style(wrap=at < len(kind.columns))) for at in range(len(kind.heads))
    ]  # the mark is hidden, and would make rows high that it is wrapped in
    blocks = (
        Block(0, 0, (CellColumn([kind.title], Style("subtitle")),)),
        Block(1, 0, (CellColumn([kind.help], Style("note")),)),
        Block(HEADER, 0, tuple(head)),
        Block(first, 0, tuple(columns)),
    )
    place = TablePlace(name, first, count, {text: at for at, text in enumerate(kind.heads)})
    sheet = Sheet(
        name,
        blocks,
        validations=_choices(kind, first, count),
        flags=_flags(kind, first, count),
        widths=dict(enumerate(kind.columns.values())),
        hidden_columns=frozenset({len(kind.columns)}),
        freeze=(first, 0),
        tab_colour="setup",
    )
    return sheet, Layout({kind.mark: place})


def with_board(
    patch: Patch,
    layout: Layout,
    kind: Board,
    placed: Placed | None,
    grid: Grid,
    rows: Sequence[Row],
    taken: Sequence[str],
) -> tuple[Patch, Layout]:
    """The patch with what makes a board have these rows; a board without any is not made anew."""
    if placed is not None:
        part = rewritten(placed, rows)
        if part is None:
            return patch, layout
        return replace(
            patch, sheets={**patch.sheets, placed.sheet: (*patch.sheets.get(placed.sheet, ()), part)}
        ), layout
    if not rows or grid.closed:
        return patch, layout
    sheet, place = new(kind, grid, taken, rows)
    return replace(patch, added=(*patch.added, sheet)), replace(layout, tables={**layout.tables, **place.tables})


def short(text: str) -> CellValue:
    """A text as a board shows it; nothing for an empty one."""
    if not text:
        return None
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _role(kind: Board, head: str) -> Role:
    return "header" if head == kind.typed else "header_computed"


def _choices(kind: Board, first: int, count: int) -> tuple[Validation, ...]:
    if not kind.typed:
        return ()
    at = kind.heads.index(kind.typed)
    message = "Choose which one counts, or type another value. The next sync applies it."
    place = (first, at, first + count - 1, at)
    return (Validation(*place, "list", kind.choices, strict=False, title=kind.typed, message=message),)


def _flags(kind: Board, first: int, count: int) -> tuple[FlagRule, ...]:
    """The cells that wait for somebody stand out."""
    if not kind.typed:
        return ()
    at = kind.heads.index(kind.typed)
    open_ = Binary("*", Binary("<>", ThisRow(kind.mark), Text("")), Binary("=", ThisRow(kind.typed), Text("")))
    return (FlagRule(first, at, first + count - 1, at, open_, "notice", table=kind.mark),)


def _free(title: str, taken: set[str]) -> str:
    names = (title, f"Sync {title}", *(f"{title} {number}" for number in range(2, 1000)))
    return next(name for name in names if name.casefold() not in taken)
