"""Who has a workbook open in Excel or LibreOffice, as their lock files beside it say."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sheetkit.core.errors import FileBusy

_NAME_FIELD: Final = 54
"""Bytes before the UTF-16 name in Excel's owner file: a length byte and the name in the system's code page."""
_FIELD: Final = re.compile(r"((?:[^,\\]|\\.)*)(?:,|$)")


@dataclass(frozen=True, slots=True)
class Holder:
    """The program that has a workbook open, the person if the lock file names one, since when, and the lock file."""

    program: str
    person: str
    since: str
    file: Path


def holder(path: Path) -> Holder | None:
    """Who has the workbook open, or None. A link's own folder is looked at as well as its target's."""
    for place in dict.fromkeys((path, path.resolve())):
        excel = place.with_name(f"~${place.name}")
        office = place.with_name(f".~lock.{place.name}#")
        if excel.exists():
            return Holder("Excel", _excel_person(_start_of(excel)), "", excel)
        if office.exists():
            person, since = _office_person(_start_of(office))
            return Holder("LibreOffice", person, since, office)
    return None


def refuse_open(path: Path) -> None:
    """Raise FileBusy when Excel or LibreOffice has the workbook open, or crashed while it had."""
    found = holder(path)
    if found is None:
        return
    who = f" by {found.person}" if found.person else ""
    since = f" since {found.since}" if found.since else ""
    raise FileBusy(
        f"The workbook is open in {found.program}{who}{since}.",
        path=str(path),
        hint="Save and close it there, then run the command again. If nobody has it open, the program crashed and left "
        f"a mark behind: delete the file {found.file.name} beside it. Nothing was changed.",
    )


def _start_of(file: Path) -> bytes:
    try:
        with file.open("rb") as opened:
            return opened.read(2048)
    except OSError:
        return b""


def _excel_person(data: bytes) -> str:
    """The name in an owner file: once in the system's code page, then in UTF-16 behind a two-byte length."""
    wide = data[_NAME_FIELD + 1 :]
    if len(data) > _NAME_FIELD + 1 and (length := data[_NAME_FIELD]):
        name = wide[1 : 1 + 2 * length].decode("utf-16-le", "replace")
    else:
        name = data[1 : 1 + data[0]].decode("cp1252", "replace") if data else ""
    return "".join(char for char in name if char.isprintable() and char != "\ufffd").strip()


def _office_person(data: bytes) -> tuple[str, str]:
    """The name (or the account) and the time in `name,account,host,time,profile;`."""
    fields = [re.sub(r"\\(.)", r"\1", field) for field in _FIELD.findall(data.decode("utf-8", "replace"))]
    fields += [""] * 4
    account = f"{fields[1]} on {fields[2]}" if fields[1] and fields[2] else fields[1]
    person = " ".join((fields[0] or account).split())
    return person[:80], " ".join(fields[3].split())[:40]
