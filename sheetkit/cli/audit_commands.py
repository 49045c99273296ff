"""The commands on the audit log: show, verify and export."""

from pathlib import Path
from typing import Any

import click

from sheetkit.cli.parameters import Commands, credentials_option, example, json_option
from sheetkit.cli.reach import reaching
from sheetkit.cli.screen import data, paint, say, working

CLEAN, FAULTS = 0, 1


@click.group(
    cls=Commands,
    short_help="The log of all that sheetkit changed.",
    epilog=example("sheetkit audit show cases.xlsx", "sheetkit audit verify cases.xlsx"),
)
def audit() -> None:
    """The log of all that updates, imports and syncs changed: what, where, who, before and after.

    It is tamper-evident: an entry that was edited, removed or moved later on shows (docs/audit.md).
    """


@audit.command(short_help="Show the latest entries.", epilog=example("sheetkit audit show cases.xlsx --last 100"))
@click.argument("book")
@click.option("--last", type=click.IntRange(1), default=30, show_default=True, help="How many entries.")
@credentials_option
@json_option
def show(book: str, last: int, credentials: str, as_json: bool) -> int:
    """Show the latest entries of the audit log of BOOK, the newest last."""
    from collections import deque

    from sheetkit.app.auditing import shown_entries
    from sheetkit.app.results import envelope
    from sheetkit.report.syncing import entry_lines

    with working(f"Reading the log of {book}"), reaching(book, credentials) as place:
        found: list[dict[str, Any]] = list(deque(shown_entries(place, words=not as_json), maxlen=last))
    if as_json:
        data(envelope("audit show", {"path": place.label, "entries": found}))
    else:
        say(entry_lines(found) or ["There are no entries yet: `update`, `import` and `sync` make them."])
    return CLEAN


@audit.command(
    short_help="Find entries that were edited, removed or moved.",
    epilog=example("sheetkit audit verify cases.xlsx", "sheetkit audit verify cases.xlsx --expect 5f0c2a91b7d4"),
)
@click.argument("book")
@click.option("--expect", default="", metavar="HEAD", help="A head that you noted: its entry must still be there.")
@credentials_option
@json_option
def verify(book: str, expect: str, credentials: str, as_json: bool) -> int:
    """Read the audit log of BOOK from its beginning, and say where an entry was edited, removed, moved or cut off.

    The log is held against the heads that the workbook and the state carry, and against HEAD, at least its first eight
    digits. Exit codes: 0 the log is as it was written, 1 it is not.
    """
    from sheetkit.app.auditing import audit as verify_logs
    from sheetkit.report.layout import counted, visible

    if expect and (len(expect) < 8 or not set(expect.lower()) <= set("0123456789abcdef")):
        raise click.BadParameter("A head is a row of at least eight digits and letters a to f.", param_hint="--expect")
    with working(f"Verifying the log of {book}"), reaching(book, credentials) as place:
        done = verify_logs(place, expect=expect)
    if as_json:
        from sheetkit.app.results import envelope

        data(envelope("audit verify", {"path": place.label, "logs": [one.as_dict() for one in done]}))
    for one in () if as_json else done:
        say(f"{visible(one.other) or 'By itself'}: {counted(one.entries, 'entry', 'entries')}, head {one.head}")
        say(
            [paint(fault.what, "error") for fault in one.faults]
            or [paint("No entry was edited, removed, moved or cut off.", "good")]
        )
    if not done and not as_json:
        say("There is no log yet on this machine: `update`, `import` and `sync` make it.")
    return CLEAN if all(one.clean for one in done) else FAULTS


@audit.command(short_help="Write the log as CSV.", epilog=example("sheetkit audit export cases.xlsx log.csv"))
@click.argument("book")
@click.argument("target", type=click.Path(path_type=Path, dir_okay=False))
@credentials_option
@json_option
def export(book: str, target: Path, credentials: str, as_json: bool) -> int:
    """Write every entry of the audit log of BOOK to TARGET, a new CSV file."""
    from sheetkit.app.auditing import export as export_log
    from sheetkit.report.layout import counted

    with working(f"Writing {target.name}"), reaching(book, credentials) as place:
        count = export_log(place, target)
    if as_json:
        from sheetkit.app.results import envelope

        data(envelope("audit export", {"path": place.label, "target": str(target), "entries": count}))
    else:
        say(f"{counted(count, 'entry', 'entries')} {'is' if count == 1 else 'are'} in {target}.")
    return CLEAN
