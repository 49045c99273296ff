"""The commands that keep two workbooks in step: sync and status."""

from collections.abc import Mapping
from contextlib import ExitStack
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from sheetkit.cli.parameters import Interval, as_of_option, by, credentials_option, example, json_option
from sheetkit.cli.reach import connected, own_time_zone, reaching
from sheetkit.cli.screen import data, paint, say, working

if TYPE_CHECKING:
    from sheetkit.workbook.backend import Backend
    from sheetkit.workbook.model import Workbook

IN_STEP, WAITING = 0, 1
"""Exit codes; a sync that stopped is 2."""


@click.command(
    short_help="Keep two workbooks in step, cell by cell.",
    epilog=example(
        "sheetkit sync cases.xlsx copy.xlsx",
        'sheetkit sync cases.xlsx --google "Our cases"',
        "sheetkit sync cases.xlsx",
    ),
)
@click.argument("book")
@click.argument("other", required=False)
@click.option("--dry-run", is_flag=True, help="Write nothing; only show what would change.")
@click.option(
    "--prefer",
    type=click.Choice(["local", "remote"]),
    help="Settle all conflicts: local is BOOK, remote is OTHER. What gives way stays in the log.",
)
@click.option(
    "--max-delete",
    type=click.FloatRange(0, 100),
    default=50,
    show_default=True,
    metavar="PERCENT",
    help="Stop when more than this part of a table's rows is gone from one side.",
)
@click.option("--google", default="", metavar="TITLE", help="Make OTHER: a new Google spreadsheet of this title.")
@click.option("--folder", default="", metavar="ID", help="The Google Drive folder that it goes to; My Drive otherwise.")
@click.option(
    "--locale", default="en_US", show_default=True, help="How Google reads and shows numbers and dates there."
)
@click.option(
    "--time-zone", default="", metavar="ZONE", help="When its day begins: Europe/Berlin; this machine's otherwise."
)
@click.option(
    "--every", type=Interval(), metavar="TIME", help="Sync again and again: every 5m, 90s or 1h (30s or more)."
)
@click.option("--join", is_flag=True, help="Sync two workbooks that are no copies of each other for the first time.")
@credentials_option
@as_of_option
@json_option
def sync(
    book: str,
    other: str | None,
    dry_run: bool,
    prefer: str | None,
    max_delete: float,
    google: str,
    folder: str,
    locale: str,
    time_zone: str,
    every: int | None,
    join: bool,
    credentials: str,
    as_of: date | datetime,
    as_json: bool,
) -> int:
    """Bring BOOK and OTHER in step: what was changed in one of them comes to the other, and nothing typed is lost.

    Each is a file or a Google spreadsheet (its address or id). A file that is not there is made from the other one;
    --google makes a spreadsheet. Later on BOOK alone is enough. Where both changed the same cell, each keeps its own
    value until somebody settles it on the Conflicts tab that both get; `sheetkit status` lists it too (docs/sync.md).

    Exit codes: 0 in step, 1 conflicts wait, 2 stopped; with --every, which goes on until Ctrl-C, that is 0.
    """
    from sheetkit.cli.watching import watch

    if google and other:
        raise click.UsageError("OTHER and --google TITLE are two workbooks to sync with. Leave one of them out.")
    if every and (google or as_json):
        raise click.UsageError("--every goes with neither --google nor --json.")

    new = {"folder": folder, "locale": locale, "time_zone": time_zone or own_time_zone()}

    def once(moment: date | datetime) -> Any:
        return _once(
            (book, other), moment, new, google=google, credentials=credentials,
            tell=not every, prefer=prefer or "", max_delete=max_delete, join=join, dry_run=dry_run,
        )  # fmt: skip

    if every:
        return watch(once, every)
    done = once(as_of)
    if as_json:
        data(done.as_dict())
    else:
        say(_lines(done))
    return IN_STEP if done.clean else WAITING


def _once(
    books: tuple[str, str | None],
    as_of: date | datetime,
    new: Mapping[str, str],
    *,
    google: str,
    credentials: str,
    tell: bool,
    **options: Any,
) -> Any:
    """One sync; `new` is what is said of a spreadsheet that is made, `tell` whether to say what it cost at Google."""
    from uuid import uuid4

    from sheetkit.app.syncing import refuse_twice
    from sheetkit.app.syncing import sync as sync_books

    with working(f"Syncing {books[0]}"), ExitStack() as held:

        def reach(place: str) -> "Backend":
            return held.enter_context(reaching(place, credentials, tell=tell))

        if google:
            refuse_twice(books[0], google, reach=reach)
        return sync_books(
            reach(books[0]),
            reach(books[1]) if books[1] else None,
            as_of=as_of,
            pair=lambda: uuid4().hex,
            reach=reach,
            make=partial(_new_spreadsheet, held, google, new, credentials) if google else None,
            by=by(),
            **options,
        )


def _new_spreadsheet(
    held: ExitStack, title: str, new: Mapping[str, str], credentials: str, workbook: "Workbook"
) -> "Backend":
    from sheetkit.backends.google.backend import create

    return create(held.enter_context(connected(credentials)), title, workbook, **new)


def _lines(done: Any) -> list[str]:
    from sheetkit.report.syncing import OwnLine, sync_lines

    return sync_lines(
        (done.local, done.remote),
        [changes.counts for changes in done.changes],
        done.told,
        created=done.created,
        first=done.first,
        dry_run=done.dry_run,
        own=[OwnLine(one.tab, one.column, one.path, one.made) for one in done.own_columns],
        plan=done.plan.lines if done.plan else ((), ()),
        paint=paint,
    )


@click.command(
    short_help="Show with what a workbook is synced, and what waits.", epilog=example("sheetkit status cases.xlsx")
)
@click.argument("book")
@credentials_option
@as_of_option
@json_option
def status(book: str, credentials: str, as_of: date | datetime, as_json: bool) -> int:
    """Show with what BOOK is synced, since when, what is new on each side, and the conflicts that wait. Only read."""
    from sheetkit.app.status import status as status_of
    from sheetkit.report.syncing import PairLine, status_lines

    with working(f"Looking at {book}"), ExitStack() as held:

        def reach(place: str) -> "Backend":
            return held.enter_context(reaching(place, credentials))

        done = status_of(reach(book), as_of=as_of, reach=reach)
    if as_json:
        data(done.as_dict())
    else:
        pairs = [
            PairLine(one.other, one.synced, one.unfinished, *one.changed, one.why, one.conflicts, one.coming, done.tab)
            for one in done.pairs
        ]
        say(status_lines(done.path, pairs, done.logs, paint))
    return IN_STEP if done.clean else WAITING
