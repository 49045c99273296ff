"""Sync: two workbooks kept in step, whoever keeps them, and nothing that a person typed is ever lost."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from sheetkit.app.auditing import recorder
from sheetkit.app.building import refuse_name
from sheetkit.app.moment import moment
from sheetkit.app.own_columns import remember, widen
from sheetkit.app.pairs import OTHERS, pairs_of, partner, partners, place_of, shared_pair, state_folder
from sheetkit.app.places import Book, backend_of, is_spreadsheet, refuse_open
from sheetkit.app.planned import planned
from sheetkit.app.sync_results import Synced, conflict_line
from sheetkit.app.trail import Trail, trail_of
from sheetkit.app.updating import save
from sheetkit.app.workbook import Opened, open_workbook
from sheetkit.compute.advance import advance
from sheetkit.core.dates import iso, to_serial
from sheetkit.core.errors import FileMissing, SheetkitError
from sheetkit.records.render import render
from sheetkit.sync.base import StateFile
from sheetkit.sync.guards import MAX_DELETE
from sheetkit.sync.merge import Prefer
from sheetkit.sync.newkeys import new_keys
from sheetkit.sync.run import Options, Outcome, SyncStopped, run
from sheetkit.sync.workbooks import MARKS, WorkbookReplica, marks_of
from sheetkit.workbook.backend import Backend
from sheetkit.workbook.model import Workbook

_MISTYPED: Final = "Check the name. A spreadsheet has an address, and --google TITLE makes a new one."
_WITHOUT: Final = "Without --dry-run it is made from the other one."


def sync(
    local: Book,
    remote: Book | None = None,
    *,
    as_of: date | datetime,
    pair: Callable[[], str],
    prefer: Prefer = "",
    max_delete: float = MAX_DELETE,
    join: bool = False,
    dry_run: bool = False,
    state: Path | None = None,
    reach: Callable[[str], Backend] = backend_of,
    make: Callable[[Workbook], Backend] | None = None,
    by: tuple[str, str] = ("", ""),
) -> Synced:
    """Bring two workbooks of one template in step. `remote` None: the one that `local` was synced with last.

    A file that is not there is made from the other workbook; `make` makes a new spreadsheet of the local one. `pair`
    gives an id for two that were not synced before; `join` allows that for two that are no copies of each other.
    `state` is the folder of what is remembered, `reach` finds the remembered one. `by` is who does it, and the moment
    in UTC (ISO text), for the audit log.

    Raises SyncStopped (too much is gone from a side, another workbook, another template), FileBusy, FileMoved and what
    reading and writing raise; then nothing was written, or the next sync goes on where this one stopped.
    """
    folder, now = state or state_folder(), moment(as_of)
    with ExitStack() as held:
        trail = trail_of(by if any(by) else None, folder)
        opened, other, made = _meet(local, remote, trail, folder, now, held, reach=reach, make=make, dry_run=dry_run)
        known = pairs_of(opened, folder)
        name = shared_pair(opened, other, known, join=join or made is not None) or pair()
        store = StateFile(folder / f"{name}.db", iso(to_serial(now)))
        first = store.load().base is None
        options = Options(prefer, max_delete, dry_run=dry_run)
        both, own = widen(
            (opened, other),
            store,
            by[1],
            lambda: _run(store, (opened, other), now, replace(options, dry_run=True), by),
            dry_run=dry_run,
        )
        done = _run(store, both, now, options, by)
        if not dry_run:
            remember(store, both)
    return Synced(
        opened.backend.label,
        other.backend.label,
        iso(to_serial(now)),
        dry_run,
        (done.to_local, done.to_remote),
        done.conflicts,
        done.wrote,
        made.label if made else "",
        first,
        tuple(conflict_line(opened.template, one, note=done.notes.get(one.place, "")) for one in done.conflicts),
        own,
        done.notes,
        planned(done, opened.template) if dry_run else None,
    )


def _meet(
    local: Book,
    remote: Book | None,
    trail: Trail | None,
    folder: Path,
    now: datetime,
    held: ExitStack,
    *,
    reach: Callable[[str], Backend],
    make: Callable[[Workbook], Backend] | None,
    dry_run: bool,
) -> tuple[Opened, Opened, Backend | None]:
    """Both workbooks, held against other runs, and which of them was made just now."""
    mine = backend_of(local)
    held.enter_context(mine.exclusive())
    opened = _found(mine) if remote is not None else open_workbook(mine)
    if make and dry_run:
        raise SyncStopped("There is no such workbook yet.", hint=_WITHOUT)
    if opened is None:
        return _meet_new(mine, backend_of(remote or ""), trail, folder, now, held, dry_run=dry_run)
    if make:
        opened, workbook = _rebuilt(opened, now, trail, folder)
        yours = make(workbook)
    else:
        yours = backend_of(remote) if remote is not None else partner(opened, pairs_of(opened, folder), reach)
    if place_of(yours.label) == place_of(mine.label):
        raise SyncStopped("These are one and the same workbook.", path=yours.label, hint=OTHERS)
    held.enter_context(yours.exclusive())
    other = None if make else _found(yours)
    if other is None and not make:
        _refuse_name(yours)
    if other is None and dry_run:
        raise SyncStopped("There is no such workbook yet.", path=yours.label, hint=_WITHOUT)
    if other is None and not make:
        opened, workbook = _rebuilt(opened, now, trail, folder, yours.label)
        yours.write(workbook)
    return opened, other or open_workbook(yours), yours if other is None else None


def _meet_new(
    mine: Backend, yours: Backend, trail: Trail | None, folder: Path, now: datetime, held: ExitStack, *, dry_run: bool
) -> tuple[Opened, Opened, Backend]:
    """Both workbooks where the local one is not there yet: it is made from the other one. Raises FileMissing."""
    if place_of(yours.label) == place_of(mine.label):
        raise FileMissing(path=mine.label)
    held.enter_context(yours.exclusive())
    try:
        other = open_workbook(yours)
    except FileMissing:
        raise FileMissing("Neither of the two workbooks is there.", path=mine.label) from None
    _refuse_name(mine)
    if dry_run:
        raise SyncStopped("There is no such workbook yet.", path=mine.label, hint=_WITHOUT)
    other, workbook = _rebuilt(other, now, trail, folder, mine.label)
    mine.write(workbook)
    return open_workbook(mine), other, mine


def refuse_twice(local: Book, title: str, *, state: Path | None = None, reach: Callable[[str], Backend]) -> None:
    """Raise SyncStopped where a workbook is synced with a spreadsheet of this title already, and it is still there."""
    opened = _found(backend_of(local))
    known = pairs_of(opened, state or state_folder()).values() if opened else ()
    for label in {label for store in known for label in partners(store) if is_spreadsheet(label)}:
        try:
            there = open_workbook(reach(label)).backend.name
        except SheetkitError:
            continue  # gone, or no longer this account's
        if there == title:
            hint = f"`sheetkit sync {local}` goes on with it. For another spreadsheet choose another title."
            raise SyncStopped(f"It is synced with a spreadsheet of this title already: {label}.", hint=hint)


def _refuse_name(backend: Backend) -> None:
    """Raise FileMissing where the file that is to be made has a name which is most likely mistyped."""
    try:
        if not is_spreadsheet(backend.label):
            refuse_name(backend.label)
    except SheetkitError as error:
        raise FileMissing(f"There is no such file. {error.message}", path=backend.label, hint=_MISTYPED) from None


def _run(
    store: StateFile, both: tuple[Opened, Opened], now: datetime, options: Options, by: tuple[str, str]
) -> Outcome:
    """Sync the two in the order in which they were synced first, and tell it in the order in which they are named."""
    places = [place_of(one.backend.label) for one in both]
    turned = partners(store) == places[::-1]
    local, remote = (WorkbookReplica(one.backend, one.template, store.path.stem, now, one.grid) for one in both)
    keys = new_keys(both[0].template, now.date())
    sides = (remote, local) if turned else (local, remote)
    log = recorder(store, sides, both[0].template, by)

    def record(outcome: Outcome) -> None:
        for one in both:  # before the first write to either, so that the one which is free is not written alone
            refuse_open(one.backend)
        log(outcome)

    options = replace(options, record=record)
    if turned:
        done = run(store, remote, local, keys, replace(options, prefer=_turn(options.prefer)))
        conflicts = tuple(replace(one, local=one.remote, remote=one.local) for one in done.conflicts)
        before = done.before[::-1]
        done = replace(done, to_local=done.to_remote, to_remote=done.to_local, conflicts=conflicts, before=before)
    else:
        done = run(store, local, remote, keys, options)
    if not options.dry_run:
        store.put({"labels": places[::-1] if turned else places})
        store.close(done.waiting)
    return done


def _found(backend: Backend) -> Opened | None:
    """The workbook, if there is one."""
    try:
        return open_workbook(backend)
    except FileMissing:
        return None


def _rebuilt(
    opened: Opened, now: datetime, trail: Trail | None, folder: Path, label: str = ""
) -> tuple[Opened, Workbook]:
    """A new workbook that says what an existing one says, whose rows have their keys then.

    It belongs to those of its pairs in which there was a workbook at the new one's `label` before.
    """
    save(opened, opened.parsed.ledger, as_of=now, trail=trail)
    opened = open_workbook(opened.backend)
    done = advance(opened.parsed, now, opened.sequences)
    about = opened.description
    text, made = (about.text, about.created) if about else ("", "")
    mine = {name for name, store in pairs_of(opened, folder).items() if label and place_of(label) in partners(store)}
    marks = {name: mark for name, mark in marks_of(about).items() if name in mine}
    keys: dict[str, Any] = {name: numbers for name, numbers in done.sequences.items() if not name.startswith("#")}
    return opened, render(done.ledger, text=text, created=made, keys=keys | ({MARKS: marks} if marks else {}))


def _turn(prefer: Prefer) -> Prefer:
    return "remote" if prefer == "local" else "local" if prefer else ""
