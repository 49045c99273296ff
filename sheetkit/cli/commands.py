"""The commands on workbooks: import, check, update, review and summary."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from sheetkit.cli.audit_commands import audit
from sheetkit.cli.auth_commands import auth
from sheetkit.cli.emulator_command import emulator
from sheetkit.cli.new_command import new
from sheetkit.cli.parameters import Commands, as_of_option, by, credentials_option, example, json_option
from sheetkit.cli.reach import reaching
from sheetkit.cli.screen import columns, data, paint, say, working
from sheetkit.cli.sync_commands import status, sync
from sheetkit.cli.template_commands import template, templates

CLEAN, PROBLEMS = 0, 1
"""Exit codes; a failure is 2 (`failure.FAILURE`)."""

FILE = click.Path(path_type=Path)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=example(
        "sheetkit new refund-log cases.xlsx --sample", "sheetkit check cases.xlsx", "sheetkit update cases.xlsx"
    ),
)
@click.version_option(package_name="sheetkit", message="sheetkit %(version)s")
def sheetkit() -> None:
    """Build, check, update and review the spreadsheets in which you run refunds, returns and disputes.

    Exit codes: 0 all is well, 1 problems were found, 2 the command could not do its work.
    """


sheetkit.add_command(templates)
sheetkit.add_command(new)


@sheetkit.command(
    "import",
    short_help="Bring in the rows of an export, once each.",
    epilog=example("sheetkit import cases.xlsx export.csv --tab Cases"),
)
@click.argument("book")
@click.argument("source", type=FILE)
@click.option("--tab", required=True, help="The tab that the rows go to.")
@click.option("--map", "mapping", type=FILE, metavar="FILE", help="The mapping of the columns (made if there is none).")
@click.option("--dry-run", is_flag=True, help="Leave the workbook alone; only show what would come in.")
@credentials_option
@as_of_option
@json_option
def import_(
    book: str,
    source: Path,
    tab: str,
    mapping: Path | None,
    dry_run: bool,
    credentials: str,
    as_of: date | datetime,
    as_json: bool,
) -> int:
    """Bring the rows of SOURCE, a CSV or XLSX file, into a tab of BOOK; importing again adds nothing twice.

    At the first import the columns are matched by their names, and the mapping is shown and kept beside the workbook,
    as cases.Cases.mapping.yaml beside cases.xlsx. Change it there when something was matched wrongly
    (docs/commands.md).
    """
    from sheetkit import import_rows
    from sheetkit.report.layout import visible
    from sheetkit.report.text import import_sentences, mapping_lines

    with working(f"Importing {source.name}"), reaching(book, credentials) as place:
        done = import_rows(place, source, tab=tab, mapping=mapping, as_of=as_of, dry_run=dry_run, by=by())
    if as_json:
        data(done.as_dict())
        return CLEAN if done.clean else PROBLEMS
    if done.proposed and dry_run:
        say([f"An import would match the columns by their names, and keep that in {done.mapping}:", ""])
        say([*(f"  {visible(line)}" for line in done.mapping_text.splitlines()), ""])
    elif done.proposed:
        say([*mapping_lines(done.columns, paint), ""])
    told = import_sentences(
        source=source.name,
        tab=done.tab,
        read=done.read,
        added=done.added,
        already_there=done.already_there,
        left_out=done.left_out,
        mapping=done.mapping,
        proposed=done.proposed,
        dry_run=dry_run,
    )
    say([*told, *_problem_lines(done.problems[: done.own]), *_other_lines(book, done.problems[done.own :])])
    return CLEAN if done.clean else PROBLEMS


@sheetkit.command(
    short_help="List what is wrong, cell by cell.",
    epilog=example("sheetkit check cases.xlsx", "sheetkit check cases.xlsx --json > problems.json"),
)
@click.argument("book")
@click.option("--all", "everything", is_flag=True, help="List every problem, also where many are alike.")
@credentials_option
@as_of_option
@json_option
def check(book: str, everything: bool, credentials: str, as_of: date | datetime, as_json: bool) -> int:
    """List what is wrong in BOOK, cell by cell, and what to do about it. The workbook is only read."""
    from sheetkit import check as check_book
    from sheetkit.report.layout import counted

    with working(f"Checking {book}"), reaching(book, credentials) as place:
        checked = check_book(place, as_of=as_of)
    if as_json:
        data(checked.as_dict())
        return CLEAN if checked.clean else PROBLEMS
    rows = ", ".join(f"{counted(many, 'row')} in {tab}" for tab, many in checked.rows.items())
    say(f"{book}: {rows}")
    say(_problem_lines(checked.problems, everything=everything))
    return CLEAN if checked.clean else PROBLEMS


@sheetkit.command(
    short_help="Bring a workbook up to date after people edited it.",
    epilog=example("sheetkit update cases.xlsx --dry-run", "sheetkit update cases.xlsx"),
)
@click.argument("book")
@click.option("--dry-run", is_flag=True, help="Write nothing; only show what would change.")
@click.option("--all", "everything", is_flag=True, help="List every problem, also where many are alike.")
@credentials_option
@as_of_option
@json_option
def update(book: str, dry_run: bool, everything: bool, credentials: str, as_of: date | datetime, as_json: bool) -> int:
    """Bring BOOK up to date: keys for new rows, dates, entries for changes, formulas that were typed over, results.

    Nothing that you typed is changed, and the version before is kept beside it (Google keeps versions itself).
    """
    from sheetkit import update as update_book
    from sheetkit.report.text import update_sentences

    with working(f"Updating {book}"), reaching(book, credentials) as place:
        done = update_book(place, as_of=as_of, dry_run=dry_run, by=by())
    if as_json:
        data(done.as_dict())
        return CLEAN if done.clean else PROBLEMS
    say(
        update_sentences(
            keys={done.called.get(table, table): keys for table, keys in done.keys.items()},
            restored=done.restored,
            logged={done.called.get(table, table): many for table, many in done.logged.items()},
            spawned={done.called.get(table, table): many for table, many in done.spawned.items()},
            stamped=done.stamped,
            cells=done.cells,
            changed=done.changed,
            dry_run=done.dry_run,
        )
    )
    if done.backup:
        say(paint(f"The version before is {done.backup}.", "soft"))
    say(_problem_lines(done.problems, everything=everything))
    return CLEAN if done.clean else PROBLEMS


@sheetkit.command(
    short_help="Show the figures of a quarter, and as a web page.",
    epilog=example("sheetkit review cases.xlsx --quarter 2026Q3 --html review.html"),
)
@click.argument("book")
@click.option("--quarter", default="", metavar="QUARTER", help="Such as 2026Q3; the present one when left out.")
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="Also write a web page.")
@credentials_option
@as_of_option
@json_option
def review(book: str, quarter: str, html: Path | None, credentials: str, as_of: date | datetime, as_json: bool) -> int:
    """Show the figures of a quarter beside those of the one before. The workbook is only read.

    The web page is one file that needs nothing else; it can be mailed, printed and read on a phone. An earlier page of
    sheetkit's is replaced, any other file is not.
    """
    from sheetkit import review as review_book
    from sheetkit.core.dates import Quarter
    from sheetkit.report.text import review_lines

    day = as_of.date() if isinstance(as_of, datetime) else as_of
    with working(f"Reviewing {book}"), reaching(book, credentials) as place:
        done = review_book(place, quarter or Quarter.of(day), as_of=as_of)
        if html:
            _write_page(html, done)
    code = PROBLEMS if any(problem.severity == "error" for problem in done.problems) else CLEAN
    if as_json:
        data(done.as_dict())
        return code
    say([*review_lines(done.review, paint), "", *_problem_lines(done.problems)])
    if html:
        say(["", f"The page is {html}."])
    return code


@sheetkit.command(
    short_help="Write the handling summary of one row, to keep or to send.",
    epilog=example("sheetkit summary cases.xlsx RF-2026-0131", "sheetkit summary cases.xlsx RF-2026-0131 --share"),
)
@click.argument("book")
@click.argument("case")
@click.option("--tab", default="", help="The tab of the row, where its key stands in several.")
@click.option(
    "--html", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="The page; CASE.html by default."
)
@click.option("--share", is_flag=True, help="Leave out private columns, what is computed from them, and working notes.")
@credentials_option
@as_of_option
@json_option
def summary(
    book: str,
    case: str,
    tab: str,
    html: Path | None,
    share: bool,
    credentials: str,
    as_of: date | datetime,
    as_json: bool,
) -> int:
    """Write all that BOOK says of the row with the key CASE into one web page, which prints well.

    The page lies beside the workbook unless --html says where; with --json it is written only then. An earlier page of
    sheetkit's is replaced, any other file is not. CASE is found in any tab and in any case. The workbook is only read.
    """
    from sheetkit.app.summarising import summary as summarise
    from sheetkit.app.summarising import write_summary
    from sheetkit.report.case_text import case_lines

    with working(f"Summing up {case}"), reaching(book, credentials) as place:
        done = summarise(place, case, as_of=as_of, tab=tab, share=share)
        page = write_summary(done, html) if html or not as_json else None
    if as_json:
        data(done.as_dict())
    else:
        say([*case_lines(done.summary, paint), "", f"The page is {page}."])
    return CLEAN if done.clean else PROBLEMS


def _write_page(path: Path, done: Any) -> None:
    from sheetkit.app.pages import write_page
    from sheetkit.report.html import page

    write_page(path, page(done.review, done.problems, done.name), book=done.path)


def _other_lines(book: str, problems: Any) -> list[str]:
    """One line on the problems of a workbook that were there before."""
    from sheetkit.report.problems import summary

    return ["", f"`sheetkit check {book}` shows {summary(problems, paint)} elsewhere in it."] if problems else []


def _problem_lines(problems: Any, *, everything: bool = False) -> list[str]:
    from sheetkit.report.problems import ALIKE, listing, summary

    listed = listing(problems, most=None if everything else ALIKE, columns=columns(), paint=paint)
    return [summary(problems, paint) + ("." if not problems else ":"), *listed]


sheetkit.add_command(sync)
sheetkit.add_command(status)
sheetkit.add_command(audit)
sheetkit.add_command(template)
sheetkit.add_command(auth)
sheetkit.add_command(emulator)
