"""A sheet copied into another spreadsheet, and the title and id that a new sheet gets."""

from sheetkit.emulator.document import Document, Sheet
from sheetkit.emulator.errors import ApiError


def copied(source: Document, sheet_id: int, target: Document) -> Sheet:
    """Add a copy of a sheet at the end of the target, called "Copy of X". Raises ApiError 404 for a wrong sheetId."""
    sheet = source.sheet(sheet_id)
    if sheet is None:
        raise ApiError(404, "Requested entity was not found.")
    copy = sheet.copy()
    copy.properties = {
        **sheet.properties,
        "sheetId": free_id(target),
        "title": free_title(target, f"Copy of {sheet.title}"),
        "index": len(target.sheets),
    }
    target.sheets.append(copy)
    return copy


def free_title(document: Document, title: str) -> str:
    """The title, with a number behind it where a sheet of that title is there."""
    number, free = 1, title
    while document.titled(free) is not None:
        number += 1
        free = f"{title} {number}"
    return free


def free_id(document: Document) -> int:
    """A sheetId that no sheet has, of the size that Google draws."""
    while True:
        number = document.next_id() * 1_103_515_245 % 2_147_483_647
        if document.sheet(number) is None:
            return number
