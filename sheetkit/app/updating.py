"""Update: keys, stamps, log entries and every result brought up to date in the person's own file."""

import json
from dataclasses import replace
from datetime import date, datetime

from sheetkit.app.checking import in_order
from sheetkit.app.moment import moment
from sheetkit.app.places import Book, backend_of
from sheetkit.app.results import Updated
from sheetkit.app.workbook import Opened, open_workbook
from sheetkit.compute.advance import Advanced, advance
from sheetkit.core.dates import iso, to_serial
from sheetkit.core.problem import Problem
from sheetkit.records.edit import edit
from sheetkit.records.ledger import Ledger
from sheetkit.workbook.patch import Patch, SheetPatch


def update(book: Book, *, as_of: date | datetime, dry_run: bool = False) -> Updated:
    """Bring a workbook up to `as_of` in place; everything that sheetkit does not own stays as it is, byte for byte.

    A second update at the same moment changes nothing. Raises FileBusy, FileMoved, PatchRefused and what reading
    raises; the file is then as it was. With `dry_run` nothing is written.
    """
    backend = backend_of(book)
    with backend.exclusive():
        opened = open_workbook(backend)
        return save(opened, opened.parsed.ledger, as_of=as_of, dry_run=dry_run)


def save(
    opened: Opened, ledger: Ledger, *, as_of: date | datetime, dry_run: bool = False, backup: bool = True
) -> Updated:
    """Advance a ledger that was read from `opened`, any new rows at the end of its tables, and write what changes."""
    backend = opened.backend
    now = moment(as_of)
    done = advance(replace(opened.parsed, ledger=ledger), now, opened.sequences)
    patch = _remember_keys(edit(opened.parsed, done.ledger), opened, done)
    if backend.computes:
        patch = patch.without_results()
    if not (patch.empty or dry_run):
        backend.patch(patch, opened.parsed.layout, backup=backup)
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
    )


def _told(problem: Problem) -> str:
    return f"{problem.place}: {problem.message}"


def _remember_keys(patch: Patch, opened: Opened, done: Advanced) -> Patch:
    """Keep the highest number given out in the hidden tab, so that a deleted row's key is not used again."""
    text = json.dumps(done.sequences, sort_keys=True, ensure_ascii=False)
    description = opened.description
    cell = description.cells.get("keys") if description else None
    if description is None or cell is None or description.keys == text:
        return patch
    known = SheetPatch([cell[0]], [cell[1]], [text], [None], [""])
    sheets = dict(patch.sheets)
    sheets[description.sheet] = (*sheets.get(description.sheet, ()), known)
    return replace(patch, sheets=sheets)
