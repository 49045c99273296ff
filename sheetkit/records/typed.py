"""What the values of each column mean by its type; whole columns at once where nothing in them is unusual."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from sheetkit.core.dates import DateOrder, iso
from sheetkit.core.values import CellValue
from sheetkit.records import choices, currencies, dates, numerals, texts
from sheetkit.records.blank import typed_scalar
from sheetkit.records.cells import Cells, blanks, errors
from sheetkit.records.currencies import Currency
from sheetkit.records.findings import as_text
from sheetkit.template.model import Column, ColumnType, Tab, Template
from sheetkit.template.resolve import list_of, owner_of, table_name
from sheetkit.template.searched import searched

NUMBERS = frozenset({"integer", "number", "money", "percent", "days"})
DATES = frozenset({"date", "datetime"})
TEXTS = frozenset({"text", "long text", "email", "link"})


@dataclass(frozen=True, slots=True)
class World:
    """What a workbook says that columns depend on: its settings and lists by name, and its order of day and month."""

    template: Template
    names: Mapping[str, CellValue]
    lists: Mapping[str, Sequence[CellValue]]
    order: DateOrder | None = None


def read_columns(tab: Tab, cells: Mapping[str, Cells], world: World) -> None:
    """Understand the columns of a table that people fill; `cells` may lack columns that are missing in the file."""
    columns = [column for column in tab.columns if column.name in cells and owner_of(tab, column) != "formula"]
    saying = {column.currency.casefold() for column in tab.columns if column.type == "money"}
    wanted = cache(lambda: searched(world.template))
    for column in sorted(columns, key=lambda column: column.type == "money"):
        own = cells[column.name]
        currency = _currency(tab, column, cells, world) if column.type == "money" else None
        _read(own, column, world, currency)
        if column.type in TEXTS and texts.spaced(own) and (_names(tab, column) or _place(tab, column) in wanted()):
            texts.trimmed(own)
        if column.name.casefold() in saying:
            currencies.codes(own)


def read_value(value: Cells, choice: Sequence[CellValue], world: World) -> None:
    """Understand the one cell of a setting, or the entries of a list."""
    blanks(value)
    errors(value)
    _by_type(value, world, None)
    if choice:
        choices.choices(value, choice, f"the choices of {value.name}")


def _read(cells: Cells, column: Column, world: World, currency: Currency | None) -> None:
    blanks(cells)
    errors(cells)
    _by_type(cells, world, currency)
    entries, where = _entries(column, world)
    choices.choices(cells, entries, where, strict=column.strict)
    if column.between:
        low, high = (None if bound is None else typed_scalar(bound, column.type) for bound in column.between)
        numerals.between(cells, low, high, shower(column.type))
    if currency:
        currencies.precision(cells, currency)


def _by_type(cells: Cells, world: World, currency: Currency | None) -> None:
    if cells.kind in NUMBERS:
        numerals.numbers(cells, currency)
    elif cells.kind in DATES:
        dates.dates(cells, world.order)
    elif cells.kind == "yes/no":
        choices.yes_no(cells)
    elif cells.kind == "email":
        texts.emails(cells)
    elif cells.kind == "link":
        texts.links(cells)
    elif cells.kind != "choice":
        texts.texts(cells)


def _names(tab: Tab, column: Column) -> bool:
    """Whether the values name rows: keys, references and what no two rows may share."""
    return bool(column.unique or column.refers_to or owner_of(tab, column) == "key")


def _place(tab: Tab, column: Column) -> tuple[str, str]:
    return table_name(tab).casefold(), column.name.casefold()


def shower(kind: ColumnType) -> Callable[[CellValue], str]:
    """How a message shows a value of the type: dates year first."""

    def show(value: CellValue) -> str:
        return iso(value) if kind in DATES and isinstance(value, float) else as_text(value)

    return show


def _entries(column: Column, world: World) -> tuple[Sequence[CellValue], str]:
    """The entries that the column's values must be among, and how a message names them."""
    entries = list_of(world.template, column)
    if entries is None:
        return tuple(column.choices), f"the choices of {column.name}"
    return world.lists.get(entries.name, ()), f"the list {entries.label or entries.name} on the Lists tab"


def _currency(tab: Tab, column: Column, cells: Mapping[str, Cells], world: World) -> Currency:
    """The currency of an amount column: another column's, a setting's, or the workbook's own."""
    wanted = column.currency.casefold()
    for other in tab.columns:
        if wanted and other.name.casefold() == wanted:
            if other.name not in cells:
                return Currency("")
            values = cells[other.name].typed()
            meaning = {value: currencies.known(value) for value in set(values) if isinstance(value, str)}
            return Currency([meaning.get(value, "") if isinstance(value, str) else "" for value in values])
    name = next((name for name in world.names if name.casefold() == (wanted or "currency")), "")
    return Currency(currencies.known(world.names.get(name)) or currencies.known(world.template.currency))
