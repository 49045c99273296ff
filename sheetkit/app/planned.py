"""The changes of a sync one by one: in the audit log, and in what a sync tells of itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sheetkit.audit.chain import Event
from sheetkit.core.values import CellValue
from sheetkit.report.syncing import ChangeLine
from sheetkit.sync.audit_board import kinds_of, readable
from sheetkit.sync.plan import Added, Changes
from sheetkit.sync.run import Outcome
from sheetkit.sync.snapshot import Snapshot, TableState, shown
from sheetkit.template.model import Template
from sheetkit.template.resolve import table_name, table_tabs

_FIELDS: Final = ("action", "tab", "key", "column", "before", "after")


@dataclass(frozen=True, slots=True)
class Planned:
    """The changes of a sync to the local and to the remote workbook, one by one, and the same in words."""

    local: Sequence[Mapping[str, Any]]
    remote: Sequence[Mapping[str, Any]]
    lines: tuple[Sequence[ChangeLine], Sequence[ChangeLine]]

    def as_dict(self) -> dict[str, Any]:
        """The JSON shape."""
        return {"to_local": list(self.local), "to_remote": list(self.remote)}


def planned(outcome: Outcome, template: Template) -> Planned:
    """What an outcome would change."""
    tabs = {table_name(tab): tab.name for tab in table_tabs(template)}
    both = zip((outcome.to_local, outcome.to_remote), outcome.before, strict=True)
    local, remote = ([_change(event) for event in events_of(changes, before, tabs)] for changes, before in both)
    return Planned(local, remote, (_lines(local, template), _lines(remote, template)))


def _change(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in _FIELDS}


def _lines(changes: Sequence[Mapping[str, Any]], template: Template) -> list[ChangeLine]:
    """Changes in words, their values as their columns show them."""
    kinds = kinds_of(template)
    found = [readable(change, kinds) for change in changes]
    places = [" ".join(filter(None, (one["tab"], one["key"], one["column"]))) for one in found]
    return [
        ChangeLine(one["action"], place, one["before"], one["after"]) for one, place in zip(found, places, strict=True)
    ]


def events_of(changes: Changes, before: Snapshot, tabs: Mapping[str, str], actor: str = "") -> Iterator[Event]:
    """What the changes do to a workbook, cell by cell and row by row; `tabs` are the names of tabs by table."""
    for name, table in before.tables.items():
        tab = tabs.get(name, name)
        keys = {**dict(enumerate(table.keys)), **changes.keys.get(name, {})}
        for row, key in changes.keys.get(name, {}).items():
            yield Event(actor, "key", tab, shown(key), table.key, table.keys[row], key)
        for column, rows in changes.cells.get(name, {}).items():
            if column not in table.silent:
                for row, value in rows.items():
                    yield Event(actor, "change", tab, shown(keys[row]), column, table.columns[column][row], value)
        for row in changes.deletes.get(name, ()):
            yield Event(actor, "delete", tab, shown(keys[row]), before=_row(table, table.columns, row))
        added = changes.adds.get(name, Added((), {}))
        for row, key in enumerate(added.keys):
            yield Event(actor, "add", tab, shown(key), after=_row(table, added.columns, row))
    for name, value in changes.settings.items():
        yield Event(actor, "setting", "Settings", "", name, before.settings.get(name), value)
    for name, entries_ in changes.lists.items():
        old = ", ".join(map(shown, before.lists.get(name, ())))
        yield Event(actor, "list", "Lists", "", name, old, ", ".join(map(shown, entries_)))


def _row(table: TableState, columns: Mapping[str, Sequence[CellValue]], row: int) -> dict[str, CellValue]:
    """What a row says, blank cells left out."""
    return {
        name: values[row] for name, values in columns.items() if values[row] is not None and name not in table.silent
    }
