"""Build: a new Google spreadsheet from a template, empty or with its sample."""

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sheetkit.app.building import Rows, prepared
from sheetkit.app.results import Built
from sheetkit.core.errors import SheetkitError

if TYPE_CHECKING:
    from sheetkit.backends.google.client import HTTPClient


def build_google(
    template: str | Path,
    title: str,
    *,
    http: "HTTPClient",
    as_of: date | datetime,
    folder: str = "",
    locale: str = "en_US",
    time_zone: str = "Etc/UTC",
    sample: bool | str = False,
    currency: str = "",
    rows: Rows | None = None,
    workbook_id: str = "",
) -> Built:
    """Build a spreadsheet called `title` in the Drive folder with the id `folder` ("": My Drive).

    `locale` says how Google reads and shows numbers and dates there (`en_GB`, `de_DE`), `time_zone` (an IANA name) when
    its day begins. Raises what `building.build` raises, and what the connection raises.
    """
    from sheetkit.backends.google.backend import create

    if not title.strip():
        raise SheetkitError("A spreadsheet needs a title.", hint='For example: --google "Our refunds".')
    _known(time_zone)
    made = prepared(template, as_of=as_of, sample=sample, currency=currency, rows=rows, workbook_id=workbook_id)
    backend = create(http, title, made.workbook, folder=folder, locale=locale, time_zone=time_zone)
    return Built(backend.label, made.template, made.rows)


def _known(time_zone: str) -> None:
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = "Use a name such as Europe/Berlin, Asia/Shanghai or America/New_York."
        raise SheetkitError(f"{time_zone!r} is no time zone.", hint=hint) from None
