"""Update: keys, stamps, log entries and every result brought up to date in the person's own file."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sheetkit.app.checking import in_order
from sheetkit.app.moment import moment
from sheetkit.app.places import Book, backend_of, refuse_open
from sheetkit.app.results import Updated
from sheetkit.app.trail import Trail, trail_of
from sheetkit.app.workbook import Opened, open_workbook
from sheetkit.compute.advance import Advanced, advance
from sheetkit.core.dates import iso, to_serial
from sheetkit.core.errors import SheetkitError
from sheetkit.core.problem import Problem
from sheetkit.records.edit import edit
from sheetkit.records.ledger import Ledger
from sheetkit.sync.workbooks import HEADS, heads_of
from sheetkit.workbook.patch import Patch, SheetPatch


def update(
    book: Book,
    *,
    as_of: date | datetime,
    dry_run: bool = False,
    by: tuple[str, str] | None = None,
    state: Path | None = None,
) -> Updated:
    """Bring a workbook up to `as_of` in place; everything that sheetkit does not own stays as it is, byte for byte.

    `by` is who does it, and the moment in UTC (ISO text), for the audit log, which lies in the folder `state` or the
    user's own; without `by` nothing is logged. A second update at the same moment changes nothing. Raises FileBusy,
    FileMoved, PatchRefused and what reading raises; the file is then as it was. With `dry_run` nothing is written.
    """
    backend = backend_of(book)
    with backend.exclusive():
        opened = open_workbook(backend)
        return save(opened, opened.parsed.ledger, as_of=as_of, dry_run=dry_run, trail=trail_of(by, state))


def save(
    opened: Opened,
    ledger: Ledger,
    *,
    as_of: date | datetime,
    dry_run: bool = False,
    backup: bool = True,
    trail: Trail | None = None,
    what: tuple[str, str] = ("update", ""),
) -> Updated:
    """Advance a ledger that was read from `opened`, any new rows at the end of its tables, and write what changes.

    `what` are the action and the words with which the `trail` begins.
    """
    backend = opened.backend
    now = moment(as_of)
    done = advance(replace(opened.parsed, ledger=ledger), now, opened.sequences)
    edited = edit(opened.parsed, done.ledger)
    if backend.computes:
        edited = edited.without_results()
    patch = _remembering(edited, opened, done.sequences)
    if not dry_run:
        patch = _put(opened, done, edited, patch, trail, (what[0], what[1] or backend.name), backup=backup)
    return Updated(
        path=backend.label,
        as_of=iso(to_serial(now)),
        dry_run=dry_run,
        changed=not patch.empty,
        cells=patch.cells + sum(append.rows * len(append.values) for append in patch.appends),
        keys=done.given,
        stamped=done.stamped,
        restored=tuple(_told(problem) for problem in done.restored),
        logged=done.logged,
        spawned=done.spawned,
        problems=in_order(done.problems, opened.parsed),
        backup=backend.backup if not (patch.empty or dry_run) else "",
        called={name: place.sheet for name, place in opened.parsed.places.items()},
    )


def _put(
    opened: Opened,
    done: Advanced,
    edited: Patch,
    patch: Patch,
    trail: Trail | None,
    what: tuple[str, str],
    *,
    backup: bool,
) -> Patch:
    """Log what is going to be changed, write it, and remember what was seen; the patch as it was written."""
    if not patch.empty:
        refuse_open(opened.backend)
        if trail and (heads := trail.begin(opened, done.ledger, *what)):
            heads = {**heads_of(opened.description), **heads}
            patch = _remembering(edited, opened, {**done.sequences, HEADS: heads})
        _write(opened, patch, trail, backup=backup)
    elif trail:
        trail.look(opened, done.ledger, *what)
    if trail:
        trail.done(opened, done.ledger)
    return patch


def _write(opened: Opened, patch: Patch, trail: Trail | None, *, backup: bool) -> None:
    """Write it; where that fails, the log tells."""
    layout = opened.parsed.layout
    if trail:
        patch, layout = trail.shown(opened, patch, layout)
    try:
        opened.backend.patch(patch, layout, backup=backup)
    except SheetkitError as error:
        if trail:
            trail.fail(opened, error.message)
        raise


def _told(problem: Problem) -> str:
    return f"{problem.place}: {problem.message}"


def _remembering(patch: Patch, opened: Opened, numbers: Mapping[str, Any]) -> Patch:
    """Keep the highest number given out in the hidden tab, so that a deleted row's key is not used again.

    With them go the marks of syncs and the heads of audit logs.
    """
    text = json.dumps(numbers, sort_keys=True, ensure_ascii=False)
    description = opened.description
    cell = description.cells.get("keys") if description else None
    if description is None or cell is None or description.keys == text:
        return patch
    known = SheetPatch([cell[0]], [cell[1]], [text], [None], [""])
    sheets = dict(patch.sheets)
    sheets[description.sheet] = (*sheets.get(description.sheet, ()), known)
    return replace(patch, sheets=sheets)
