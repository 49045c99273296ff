"""The command `new`: a workbook from a template, as a file or as a Google spreadsheet."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from sheetkit.cli.parameters import as_of_option, credentials_option, example, json_option
from sheetkit.cli.reach import connected, own_time_zone
from sheetkit.cli.screen import data, paint, say, working


@click.command(
    short_help="Build a new workbook from a template.",
    epilog=example("sheetkit new refund-log cases.xlsx --sample --currency GBP"),
)
@click.argument("template_name", metavar="TEMPLATE")
@click.argument("path", type=click.Path(path_type=Path), required=False)
@click.option(
    "--google", default="", metavar="TITLE", help="Make a Google spreadsheet of this title instead of a file."
)
@click.option("--folder", default="", metavar="ID", help="The Google Drive folder that it goes to; My Drive otherwise.")
@click.option(
    "--locale", default="en_US", show_default=True, help="How Google reads and shows numbers and dates there."
)
@click.option(
    "--time-zone", default="", metavar="ZONE", help="When its day begins: Europe/Berlin; this machine's otherwise."
)
@click.option("--sample", is_flag=True, help="Fill it with a made-up year, to look around in.")
@click.option("--sample-set", default="", metavar="NAME", help="Fill it with another of the template's samples.")
@click.option("--currency", default="", metavar="CODE", help="The main currency, such as EUR, GBP or USD.")
@credentials_option
@as_of_option
@json_option
def new(
    template_name: str,
    path: Path | None,
    google: str,
    folder: str,
    locale: str,
    time_zone: str,
    sample: bool,
    sample_set: str,
    currency: str,
    credentials: str,
    as_of: date | datetime,
    as_json: bool,
) -> int:
    """Build a new workbook at PATH from TEMPLATE: a name that `sheetkit templates` lists, a folder or a YAML file.

    With --google TITLE it is a Google spreadsheet instead, and its address is shown; docs/google.md says how to log in.
    """
    from uuid import uuid4

    from sheetkit.report.layout import counted

    if not google and path is None:
        raise click.UsageError("Say where the workbook goes: a PATH, or --google TITLE.")
    if google and path is not None:
        raise click.UsageError("PATH and --google TITLE are two places for one workbook. Leave one of them out.")
    given: dict[str, Any] = {
        "as_of": as_of,
        "sample": sample_set or sample,
        "currency": currency,
        "workbook_id": uuid4().hex,
    }
    with working(f"Building {google or path}"):
        if path:
            from sheetkit import build

            built = build(template_name, path, **given)
        else:
            from sheetkit.app.google_building import build_google

            with connected(credentials) as http:
                zone = time_zone or own_time_zone()
                built = build_google(
                    template_name, google, http=http, folder=folder, locale=locale, time_zone=zone, **given
                )
    if as_json:
        data(built.as_dict())
        return 0
    rows = [f"{counted(many, 'row')} in {tab}" for tab, many in built.rows.items() if many]
    ready = paint(f"{built.path} is ready", "good") + (f": {', '.join(rows)}." if rows else ".")
    say([ready, *_next_steps(built.path, file=path is not None)])
    return 0


def _next_steps(place: str, *, file: bool) -> list[str]:
    fill = "fill the white columns; grey ones fill themselves."
    if file:
        return [
            f"Open it in Excel, LibreOffice or Google Sheets and {fill}",
            f"After you saved it: sheetkit update {place}",
        ]
    return [f"Open it in the browser and {fill}", f"Then: sheetkit update {place}"]
