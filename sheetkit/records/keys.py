"""Keys for rows that have none yet."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sheetkit.core.dates import from_serial
from sheetkit.core.ids import KeyMaker
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue, is_blank
from sheetkit.records.ledger import Ledger, TableRows
from sheetkit.records.place import Parsed
from sheetkit.template.model import Tab
from sheetkit.template.resolve import table_name, table_tabs
from sheetkit.workbook.a1 import parse_address

Sequences = Mapping[str, Mapping[str, int]]
"""Table → prefix → the highest sequence number ever given out there."""


@dataclass(frozen=True, slots=True)
class Keyed:
    """A ledger in which every row has a key; `given` are the new keys by table, `new` the rows that got one."""

    ledger: Ledger
    given: Mapping[str, tuple[str, ...]]
    new: Mapping[str, frozenset[int]]
    sequences: Sequences


def key_text(value: CellValue) -> str:
    """A key as text: a whole number without its ".0", without white space around it."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()


def fill_keys(ledger: Ledger, as_of: date, sequences: Sequences) -> Keyed:
    """Give every row without a key one, from its tab's pattern; no key in use or given out before is used again."""
    given: dict[str, tuple[str, ...]] = {}
    new: dict[str, frozenset[int]] = {}
    after: dict[str, Mapping[str, int]] = dict(sequences)
    for tab in table_tabs(ledger.template):
        name = table_name(tab)
        if not tab.key or not tab.id:
            continue
        table, maker = ledger.tables[name], _maker(tab, ledger.tables[name], sequences.get(name, {}))
        keys = list(table.columns[tab.key])
        blank = table.free(tab.key)
        for row in blank:
            keys[row] = maker.make(_year(tab, table, row, as_of), _fields(maker, table, row))
        after[name] = maker.last
        if blank:
            given[name] = tuple(str(keys[row]) for row in blank)
            new[name] = frozenset(blank)
            ledger = ledger.with_table(replace(table, columns={**table.columns, tab.key: keys}))
    return Keyed(ledger, given, new, after)


def _maker(tab: Tab, table: TableRows, last: Mapping[str, int]) -> KeyMaker:
    return KeyMaker(tab.id, (key_text(key) for key in table.columns[tab.key] if not is_blank(key)), last)


def _year(tab: Tab, table: TableRows, row: int, as_of: date) -> int:
    if not tab.id_date:
        return as_of.year
    value = table.understood.get((tab.id_date, row), table.columns[tab.id_date][row])
    try:
        return from_serial(value).year if isinstance(value, int | float) else as_of.year
    except ValueError:
        return as_of.year


def _fields(maker: KeyMaker, table: TableRows, row: int) -> dict[str, str]:
    return {name: key_text(table.columns[name][row]) for name in maker.pattern.columns if name in table.columns}


def with_keys(problems: Iterable[Problem], parsed: Parsed) -> tuple[Problem, ...]:
    """The problems, those of rows that had no key when they were read with the key that the row has now."""
    keys: dict[tuple[str, int], str] = {}
    for tab in table_tabs(parsed.ledger.template):
        place, table = parsed.places.get(table_name(tab)), parsed.ledger.tables[table_name(tab)]
        if place and tab.key:
            column = zip(table.sheet_rows, table.columns[tab.key], strict=True)
            keys |= {(place.sheet, row): key_text(key) for row, key in column}

    def named(problem: Problem) -> Problem:
        if problem.key or not problem.cell or ":" in problem.cell:
            return problem
        return replace(problem, key=keys.get((problem.tab, parse_address(problem.cell)[0]), ""))

    return tuple(map(named, problems))
