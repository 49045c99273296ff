"""A workbook as one side of a sync: read by its backend, changed in memory first, written by one patch."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sheetkit.backends.memory import MemoryBackend
from sheetkit.compute.advance import advance
from sheetkit.compute.collect import collect
from sheetkit.compute.recompute import recompute
from sheetkit.compute.settle import ROUNDS
from sheetkit.core.dates import to_serial
from sheetkit.core.values import CellValue
from sheetkit.formula.layout import Layout
from sheetkit.records.describe import Description, describe
from sheetkit.records.edit import edit
from sheetkit.records.ledger import Ledger
from sheetkit.records.parse import parse
from sheetkit.records.place import Parsed
from sheetkit.sync import audit_board, conflict_board
from sheetkit.sync.board import Placed, find, with_board
from sheetkit.sync.conflict import Conflict
from sheetkit.sync.conflict_board import BOARD, Entry, Posting
from sheetkit.sync.memory import Sequences
from sheetkit.sync.patching import aligned, changed, layout_of, with_own_cells
from sheetkit.sync.plan import Changes
from sheetkit.sync.snapshot import Snapshot
from sheetkit.sync.take import take
from sheetkit.sync.wording import Wording
from sheetkit.template.model import Template
from sheetkit.workbook.backend import Backend
from sheetkit.workbook.grid import Grid
from sheetkit.workbook.patch import Patch, SheetPatch

TABS: Final = "#tabs"
"""Likewise which tabs sheetkit has made there, which people may have deleted since."""
AUDIT_TAB: Final = "audit"
HEADS: Final = "#audit"
"""Likewise the heads of audit logs, by what tells the logs of several machines apart."""
MARKS: Final = "#sync"
"""Beside the tables in what a workbook's hidden tab says of keys: the mark of the last sync by the id of the pair."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A workbook with changes made to it in memory, and the patch that makes them for good."""

    snapshot: Snapshot
    patch: Patch
    sequences: Sequences
    layout: Layout

    @property
    def empty(self) -> bool:
        """Whether nothing would be written."""
        return self.patch.empty


class WorkbookReplica:
    """One workbook of a pair. `pair` is the id under which it keeps the mark of the last sync on its hidden tab.

    `grid` is what was read of it just now, for the first time that it is read. `head`, when it is set before a write,
    is the head of the audit log `chain` that is kept there too, and `logs` are the latest entries, for the Audit tab.
    """

    def __init__(
        self, backend: Backend, template: Template, pair: str, now: datetime, grid: Grid | None = None
    ) -> None:
        self.backend, self.template, self.pair, self.now = backend, template, pair, now
        self._fresh = grid
        self.chain = self.head = ""
        self.logs: audit_board.Logs = {}
        self._grid: Grid | None = None
        self._parsed: Parsed | None = None

    @property
    def name(self) -> str:
        """The file's name or the spreadsheet's title."""
        return self.backend.name

    def read(self) -> Snapshot:
        """What people own of it now. Raises what the backend raises."""
        self._grid, self._fresh = self._fresh or self.backend.read(), None
        self._parsed = parse(self.template, self._grid)
        return take(self._parsed, self._parsed.ledger, self._grid)

    @property
    def _read(self) -> tuple[Parsed, Grid]:
        if self._parsed is None or self._grid is None:
            self.read()
        assert self._parsed is not None  # noqa: S101 - read() has just set both
        assert self._grid is not None  # noqa: S101
        return self._parsed, self._grid

    @property
    def mark(self) -> int | None:
        """The number of the last sync of this pair that was written to it."""
        return marks_of(describe(self._read[1])).get(self.pair)

    @property
    def workbook_id(self) -> str:
        """The id that it and its copies carry, "" for none."""
        description = describe(self._read[1])
        return description.workbook_id if description else ""

    @property
    def sequences(self) -> Sequences:
        """The highest numbers given out in its keys, as it says."""
        found = _said(describe(self._read[1]))
        return {name: numbers for name, numbers in found.items() if not name.startswith("#")}

    def decisions(self, conflict: Conflict) -> Sequence[Entry]:
        """What people typed on its Conflicts tab for a conflict."""
        return conflict_board.entries(self._board, self.pair, conflict)

    def leftovers(self, waiting: Sequence[Conflict]) -> Sequence[Conflict]:
        """Values typed on its Conflicts tab for conflicts that wait no longer."""
        return conflict_board.leftovers(self._board, self.pair, waiting, self._words)

    def understood(self, conflict: Conflict, value: CellValue) -> CellValue:
        """What a typed value means in the conflict's cell. Raises Unreadable."""
        return self._words.understood(conflict, value)

    def shown(self, conflict: Conflict, value: CellValue) -> str:
        """A value as the Conflicts tab shows it."""
        return self._words.shown(conflict, value)

    @property
    def _words(self) -> Wording:
        return Wording(self._read[0].ledger)

    @property
    def _board(self) -> Placed | None:
        return find(BOARD, self._read[1])

    def prepare(self, changes: Changes, *, leads: bool, sequences: Sequences, posting: Posting | None = None) -> Ready:
        """The workbook with the changes; the side that leads is brought up to date as `update` does it."""
        parsed, grid = self._read
        trial = MemoryBackend(grid)
        raw = changed(parsed.ledger, changes)
        patch = with_own_cells(edit(parsed, raw), parsed, grid, raw, changes)
        trial.patch(replace(patch, revision=trial.grid.revision), layout_of(parsed))
        after = parse(self.template, trial.grid)
        if leads:
            done = advance(after, self.now, sequences)
            ledger, sequences = done.ledger, done.sequences
        else:
            ledger = self._refreshed(after)
        final = aligned(parsed, ledger, changes)
        patch = with_own_cells(edit(parsed, final), parsed, grid, final, changes)
        if self.backend.computes:
            patch = patch.without_results()
        layout = layout_of(parsed)
        if posting is not None:
            board = self._board
            rows = conflict_board.rows(board, self.pair, posting, self._words)
            patch, layout = with_board(patch, layout, BOARD, board, grid, rows, self._taken)
        return Ready(take(after, ledger, trial.grid), patch, sequences, layout)

    @property
    def _taken(self) -> list[str]:
        """The names of the template's own tabs, which a person may have deleted."""
        return [tab.name for tab in self.template.tabs]

    def _refreshed(self, parsed: Parsed) -> Ledger:
        """Every result anew, and the lists of due dates; what the other side brought up to date stays as it came."""
        day = self.now.date()
        ledger = recompute(parsed.ledger, day)
        for _ in range(ROUNDS):
            today = ledger.names.get("Today")
            serial = float(today) if isinstance(today, int | float) else to_serial(day)
            ledger, written = collect(ledger, parsed.places, serial)
            if not written:
                break
            ledger = recompute(ledger, day)
        return ledger

    def write(self, prepared: Ready, mark: int | None) -> None:
        """Write it, all or nothing, with the mark. Raises what the backend raises; the workbook is then as it was."""
        grid = self._read[1]
        if prepared.empty and mark == self.mark:
            return
        patch, layout = self._with_audit(prepared.patch, prepared.layout, grid)
        made = len(patch.added) > len(prepared.patch.added)
        self.backend.patch(self._described(patch, grid, prepared.sequences, mark, audit_tab=made), layout)

    def _with_audit(self, patch: Patch, layout: Layout, grid: Grid) -> tuple[Patch, Layout]:
        """The patch with the Audit tab as it is to be; one that was there once and that people deleted stays away."""
        placed = find(audit_board.BOARD, grid)
        if not self.logs or (placed is None and self._had_audit(grid)):
            return patch, layout
        rows = audit_board.rows(placed, self.logs, self.template)
        return with_board(patch, layout, audit_board.BOARD, placed, grid, rows, self._taken)

    def _had_audit(self, grid: Grid) -> bool:
        """Whether there was an Audit tab before, or nowhere to remember that there was one."""
        description = describe(grid)
        return description is None or "keys" not in description.cells or AUDIT_TAB in _said(description).get(TABS, {})

    def _described(self, patch: Patch, grid: Grid, sequences: Sequences, mark: int | None, *, audit_tab: bool) -> Patch:
        """The patch with what the hidden tab keeps: numbers given out, mark, head, and that an Audit tab was made."""
        description = describe(grid)
        place = description.cells.get("keys") if description else None
        if description is None or place is None:
            return patch
        marks = {**marks_of(description), self.pair: mark} if mark is not None else marks_of(description)
        heads = heads_of(description) | ({self.chain: self.head} if self.chain else {})
        tabs = {**_said(description).get(TABS, {}), **({AUDIT_TAB: 1} if audit_tab else {})}
        known_by = {MARKS: marks, HEADS: heads, TABS: tabs}
        said = {**sequences, **{name: found for name, found in known_by.items() if found}}
        text = json.dumps(said, sort_keys=True, ensure_ascii=False)
        if text == description.keys:
            return patch
        known = SheetPatch([place[0]], [place[1]], [text], [None], [""])
        sheets = {**patch.sheets, description.sheet: (*patch.sheets.get(description.sheet, ()), known)}
        return replace(patch, sheets=sheets)


def marks_of(description: Description | None) -> Mapping[str, int]:
    """The mark of the last sync of each pair that a workbook says it belongs to."""
    return _said(description).get(MARKS, {})


def heads_of(description: Description | None) -> dict[str, str]:
    """The heads of audit logs that a workbook carries, by what tells the logs of several machines apart."""
    return {chain: str(head) for chain, head in _said(description).get(HEADS, {}).items()}


def _said(description: Description | None) -> Sequences:
    """What the hidden tab says of keys and syncs; nothing where it was damaged."""
    try:
        found = json.loads(description.keys) if description and description.keys else {}
    except ValueError:
        return {}
    return found if isinstance(found, dict) and all(isinstance(part, dict) for part in found.values()) else {}
