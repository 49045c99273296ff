"""The Audit tab of a workbook: the latest entries of its audit logs, the newest first."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sheetkit.core.values import CellValue
from sheetkit.records.boards import AUDIT
from sheetkit.records.typed import shower
from sheetkit.sync.board import Board, Placed, Row, short
from sheetkit.template.model import ColumnType, Template

MOST: Final = 100
"""So many entries are shown; the log has all of them."""
BOARD: Final = Board(
    AUDIT,
    "Audit",
    f"The {MOST} latest changes that syncs, updates and imports made or saw. All of them are in the audit log, which "
    "`sheetkit audit` shows and verifies. Delete this tab if you do not want it: it does not come back.",
    {
        "When (UTC)": 20.0,
        "Who": 30.0,
        "What": 12.0,
        "Tab": 14.0,
        "Key": 18.0,
        "Column": 24.0,
        "Before": 32.0,
        "After": 60.0,
    },
    rows=MOST,
)


Kinds = Mapping[tuple[str, str], ColumnType]
"""The types of columns and settings by tab and name."""
Logs = Mapping[str, Sequence[Mapping[str, Any]]]
"""The latest entries of audit logs as they have them, the newest first, by the name of the log."""


def rows(placed: Placed | None, logs: Logs, template: Template) -> list[Row]:
    """The rows that the tab is to have: the entries of these logs, the newest first, those of others as they are."""
    kinds = kinds_of(template)
    mine = [_row(name, entry, kinds) for name, entries in logs.items() for entry in entries[:MOST]]
    others = [says for _, says in (placed.lines if placed else ()) if _log_of(says) not in logs]
    return sorted([*mine, *others], key=lambda row: str(row[0] or ""), reverse=True)[:MOST]


def _log_of(row: Row) -> str:
    return str(row[-1]).rpartition(":")[0]


def _row(log: str, entry: Mapping[str, Any], kinds: Kinds) -> Row:
    when = str(entry["at"]).replace("T", " ").removesuffix("Z")
    place = [str(entry[name] or "") for name in ("tab", "key", "column")]
    told = readable(entry, kinds)
    said = (when, str(entry["actor"]), str(entry["action"]), *place, told["before"], told["after"])
    return (*map(short, said), f"{log}:{entry['sequence']}")


def readable(entry: Mapping[str, Any], kinds: Kinds) -> dict[str, Any]:
    """An entry whose values before and after are texts as people read them: dates year first."""
    tab, column = str(entry["tab"] or ""), str(entry["column"] or "")

    def text(value: object) -> str:
        if isinstance(value, Mapping):
            return ", ".join(f"{name}: {_shown(one, tab, (name, column), kinds)}" for name, one in value.items())
        return _shown(value, tab, (column,), kinds)

    return {**entry, "before": text(entry["before"]), "after": text(entry["after"])}


def _shown(value: Any, tab: str, columns: Sequence[str], kinds: Kinds) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    kind: ColumnType = next((kinds[tab, name] for name in columns if (tab, name) in kinds), "text")
    number: CellValue = float(value) if isinstance(value, int | float) else value
    return shower(kind)(number)


def kinds_of(template: Template) -> Kinds:
    """The types of all columns, settings and lists, by tab and name."""
    found: dict[tuple[str, str], ColumnType] = {
        (tab.name, column.name): column.type for tab in template.tabs for column in tab.columns
    }
    found |= {("Settings", setting.name): setting.type for setting in template.settings}
    return found
