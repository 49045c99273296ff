"""New keys for rows of either side, from the template's patterns; none is ever given twice."""

from collections.abc import Collection, Mapping
from datetime import date

from sheetkit.core.dates import from_serial, parse_text
from sheetkit.core.ids import KeyMaker
from sheetkit.core.values import CellValue
from sheetkit.sync.keys import NewKey
from sheetkit.sync.memory import Memory, Sequences
from sheetkit.sync.run import Keys
from sheetkit.sync.snapshot import Snapshot, folded, shown
from sheetkit.template.model import Tab, Template
from sheetkit.template.resolve import table_name, table_tabs


def new_keys(template: Template, as_of: date) -> Keys:
    """What gives new keys in a sync of workbooks of this template."""
    tabs = {table_name(tab): tab for tab in table_tabs(template)}

    def keys(memory: Memory, local: Snapshot, remote: Snapshot, sequences: Sequences) -> NewKey:
        states = [state for state in (memory.base, memory.pending and memory.pending.after, local, remote) if state]
        makers: dict[str, _Maker] = {}

        def make(table: str, values: Mapping[str, CellValue]) -> CellValue:
            tab = tabs[table]
            if table not in makers:
                used = {shown(key) for state in states if table in state.tables for key in state.tables[table].keys}
                makers[table] = _Maker(tab, used - {""}, sequences.get(table, {}))
            return makers[table].make(values, as_of)

        return make

    return keys


class _Maker:
    """The new keys of one table; where people type its keys, a copy is told apart from its model by a number."""

    def __init__(self, tab: Tab, used: Collection[str], last: Mapping[str, int]) -> None:
        self.tab, self.maker = tab, KeyMaker(tab.id, used, last) if tab.id else None
        self.used = set(map(folded, used))

    def make(self, values: Mapping[str, CellValue], as_of: date) -> str:
        if self.maker:
            row = {name: shown(values.get(name)) for name in self.maker.pattern.columns}
            return self.maker.make(_year(values.get(self.tab.id_date), as_of), row)
        base, number = shown(values.get(self.tab.key)) or self.tab.name, 2
        while folded(f"{base} {number}") in self.used:
            number += 1
        self.used.add(folded(f"{base} {number}"))
        return f"{base} {number}"


def _year(value: CellValue, as_of: date) -> int:
    serial = parse_text(value) if isinstance(value, str) else value
    try:
        return from_serial(serial).year if isinstance(serial, int | float) else as_of.year
    except ValueError:
        return as_of.year
