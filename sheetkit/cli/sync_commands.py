"""The commands that keep two workbooks in step: sync."""

from contextlib import ExitStack
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import click

from sheetkit.cli.parameters import as_of_option, credentials_option, example, json_option
from sheetkit.cli.reach import reaching
from sheetkit.cli.screen import data, paint, say, working

if TYPE_CHECKING:
    from sheetkit.workbook.backend import Backend

IN_STEP, WAITING = 0, 1
"""Exit codes; a sync that stopped is 2."""


@click.command(
    short_help="Keep two workbooks in step, cell by cell.",
    epilog=example("sheetkit sync cases.xlsx copy.xlsx", "sheetkit sync cases.xlsx --dry-run"),
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
    join: bool,
    credentials: str,
    as_of: date | datetime,
    as_json: bool,
) -> int:
    """Bring BOOK and OTHER in step: what was changed in one of them comes to the other, and nothing typed is lost.

    Each is a file or a Google spreadsheet (its address or id). A file OTHER that is not there is made. Later on BOOK
    alone is enough. Where both changed the same cell, each keeps its own value until you make them equal, or say which
    one counts. Exit codes: 0 in step, 1 conflicts wait, 2 stopped.
    """
    from uuid import uuid4

    from sheetkit.app.syncing import sync as sync_books

    with working(f"Syncing {book}"), ExitStack() as held:

        def reach(place: str) -> "Backend":
            return held.enter_context(reaching(place, credentials))

        done = sync_books(
            reach(book),
            reach(other) if other else None,
            reach=reach,
            as_of=as_of,
            pair=lambda: uuid4().hex,
            prefer=prefer or "",  # type: ignore[arg-type]
            max_delete=max_delete,
            join=join,
            dry_run=dry_run,
        )
    if as_json:
        data(done.as_dict())
    else:
        say(_lines(done))
    return IN_STEP if done.clean else WAITING


def _lines(done: Any) -> list[str]:
    from sheetkit.report.syncing import sync_lines

    return sync_lines(
        (done.local, done.remote),
        [changes.counts for changes in done.changes],
        done.told,
        created=done.created,
        first=done.first,
        dry_run=done.dry_run,
        paint=paint,
    )
