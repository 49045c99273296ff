"""Workbooks as readable tables: the scenarios of a sync, and what came of them.

# Cases                          a table; its first column is the key
Case | Customer | Amount         `!Case`: people type the keys; `-`: there is none; `*Seen`: a stamp, `**Check` a silent
K1   | Ann      | 10             one; `Of>Cases`: it refers to Cases
K2   | Bob      | =12            a person's own formula with its result
# Settings
Grace | 3
# List Reasons
Late
# List Stations, Steps            lists that stand line by line beside each other
New | Answer
Late | -                         a line that was left blank in one of them
"""

from collections.abc import Iterator, Sequence
from typing import Any

from sheetkit.core.values import CellValue
from sheetkit.sync.conflict import Conflict
from sheetkit.sync.snapshot import Snapshot, TableState, folded, same


def parsed(text: str) -> Snapshot:
    """The snapshot that a text describes."""
    tables: dict[str, TableState] = {}
    settings: dict[str, CellValue] = {}
    lists: dict[str, Sequence[CellValue]] = {}
    locked: set[str] = set()
    beside: list[list[str]] = []
    for part in ("\n" + text).split("\n# ")[1:]:
        title, *lines = [line.strip() for line in part.splitlines() if line.strip()]
        if title == "Settings":
            for name, cell in (cells(line) for line in lines):
                settings[name] = value(cell)
                locked |= {name} if cell.startswith("=") else set()
        elif title.startswith("List "):
            names = title[5:].split(", ")
            beside += [names] if len(names) > 1 else []
            for name, entries in zip(
                names, zip(*map(cells, lines), strict=True) if lines else [()] * len(names), strict=True
            ):
                lists[name] = _entries(entries)
        else:
            tables[title] = _table(lines)
    return Snapshot(tables, settings, lists, frozenset(locked), beside)


def _entries(texts: Sequence[str]) -> tuple[CellValue, ...]:
    entries = [None if text == "-" else value(text) for text in texts]
    while entries and entries[-1] is None:
        entries.pop()
    return tuple(entries)


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.split("|")]


def value(text: str) -> CellValue:
    text = text.removeprefix("=")
    if text in {"TRUE", "FALSE"}:
        return text == "TRUE"
    try:
        return float(text)
    except ValueError:
        return text or None


def _table(lines: Sequence[str]) -> TableState:
    heads, rows = cells(lines[0]), [cells(line) for line in lines[1:]]
    names = [head.lstrip("*!").partition(">")[0] for head in heads]
    held = {
        name: frozenset(row for row, line in enumerate(rows) if line[at].startswith("="))
        for at, name in enumerate(names)
    }
    more: dict[str, Any] = {
        "stamps": frozenset(name for name, head in zip(names, heads, strict=True) if head.startswith("*")),
        "silent": frozenset(name for name, head in zip(names, heads, strict=True) if head.startswith("**")),
        "refers": {name: head.partition(">")[2] for name, head in zip(names, heads, strict=True) if ">" in head},
        "locked": {name: rows_ for name, rows_ in held.items() if rows_},
        "made": not heads[0].startswith("!"),
    }
    columns = {name: [value(row[at]) for row in rows] for at, name in enumerate(names) if at}
    key = names[0] if names[0] != "-" else ""
    return TableState(key, [value(row[0]) if key else None for row in rows], columns, **more)


def outcome(local: Snapshot, remote: Snapshot, conflicts: Sequence[Conflict]) -> str:
    """Both sides as one text, sorted; what differs stands as `local <> remote`, and then the conflicts."""
    lines: list[str] = []
    for name in dict.fromkeys([*local.tables, *remote.tables]):
        lines += [f"# {name}", *_rows(local.tables.get(name), remote.tables.get(name)), ""]
    settings = dict.fromkeys([*local.settings, *remote.settings])
    if settings:
        both = ((name, local.settings.get(name), remote.settings.get(name)) for name in settings)
        lines += ["# Settings", *(f"{name} | {_both(one, other)}" for name, one, other in both), ""]
    for name in dict.fromkeys([*local.lists, *remote.lists]):
        assert tuple(local.lists.get(name, ())) == tuple(remote.lists.get(name, ()))
        lines += [f"# List {name}", *("-" if entry is None else _text(entry) for entry in local.lists[name]), ""]
    shown = sorted(
        f"{c.kind} | {_place(c)} | {' | '.join(map(_text, (c.before, c.local, c.remote)))}" for c in conflicts
    )
    text = [*lines, *(["# Conflicts", *shown] if shown else [])]
    return "\n".join(line.rstrip() for line in text).strip() + "\n"


def _rows(local: TableState | None, remote: TableState | None) -> Iterator[str]:
    tables = [table for table in (local, remote) if table]
    names = list(dict.fromkeys(name for table in tables for name in table.columns))
    yield " | ".join([tables[0].key or "-", *names])
    found = [_by_key(table) if table else {} for table in (local, remote)]
    for key in sorted({**found[0], **found[1]}):
        one, other = found[0].get(key), found[1].get(key)
        if one is None or other is None:
            side = "local" if other is None else "remote"
            row = one or other or {}
            where = f" ({side} only)" if len(tables) == 2 else ""
            yield " | ".join([f"{_text(row[''])}{where}", *(_text(row.get(name)) for name in names)])
        else:
            absent = [table is not None and name not in table.columns for table in (local, remote) for name in names]
            shown = [
                _text(one.get(name, other.get(name)))
                if absent[at] or absent[len(names) + at]
                else _both(one.get(name), other.get(name))
                for at, name in enumerate(names)
            ]
            yield " | ".join([_text(one[""]), *shown])


def _by_key(table: TableState) -> dict[str, dict[str, CellValue]]:
    rows: dict[str, dict[str, CellValue]] = {}
    for row, key in enumerate(table.keys):
        found: dict[str, CellValue] = {name: values[row] for name, values in table.columns.items()}
        known = folded(key) if table.key else "|".join(_text(cell) for cell in found.values())
        while known in rows:
            known += "'"
        rows[known] = {"": key if table.key else None, **found}
    return rows


def _both(one: CellValue, other: CellValue) -> str:
    return _text(one) if same(one, other) else f"{_text(one)} <> {_text(other)}"


def _text(cell: CellValue) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).upper() if isinstance(cell, bool) else str(cell)


def _place(conflict: Conflict) -> str:
    return f"{conflict.table} | {conflict.key} | {conflict.column}"
