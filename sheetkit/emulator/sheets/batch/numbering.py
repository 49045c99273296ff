"""Ids for what the API numbers: nine or ten digits that look drawn, and that no part of the spreadsheet has."""

from collections.abc import Collection

from sheetkit.emulator.document import Document
from sheetkit.emulator.errors import invalid

_SPREAD = 1_540_483_477
"""An odd number, so that multiplying by it is one to one modulo a power of two."""


def drawn(document: Document, taken: Collection[int]) -> int:
    """A new id of 31 bits, the same for the same history of the spreadsheet."""
    while True:
        number = (document.next_id() * _SPREAD + 362_437) % 2**31
        if number not in taken and number > 10**8:
            return number


def wanted(document: Document, number: int | None, taken: Collection[int], what: str) -> int:
    """The id that a request asks for, or a new one. Raises ApiError when it is taken; `what` says what has it."""
    if not number:
        return drawn(document, taken)
    if number in taken:
        raise invalid(f"{what} with ID {number} already exists.")
    return number
