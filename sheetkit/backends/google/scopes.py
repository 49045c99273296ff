"""What a login is allowed to do, in Google's words and in ours."""

from collections.abc import Iterable
from typing import Final, Literal

Wish = Literal["drive.file", "spreadsheets"]

_HEAD: Final = "https://www.googleapis.com/auth/"
DRIVE_FILE: Final = f"{_HEAD}drive.file"
"""Only the files that this app made, or that the person opened with it."""
SPREADSHEETS: Final = f"{_HEAD}spreadsheets"
"""Every spreadsheet that the person can open."""
METADATA: Final = f"{_HEAD}drive.metadata.readonly"
"""Names, versions and the like of the files that the account can see, not what is in them."""

WISHES: Final[dict[Wish, tuple[str, ...]]] = {"drive.file": (DRIVE_FILE,), "spreadsheets": (SPREADSHEETS, DRIVE_FILE)}
"""What a person's login asks for."""
SERVICE_ACCOUNT: Final = (SPREADSHEETS, DRIVE_FILE, METADATA)
"""What a service account asks for.

It sees nothing but what is shared with it, and nobody can open a file with it, so drive.file alone would show it none.
"""

EXPLAINED: Final = {
    "drive.file": "work on the spreadsheets that sheetkit makes",
    "spreadsheets": "work on every spreadsheet that this account can open",
    "drive.metadata.readonly": "looking up names and versions of files",
}
"""What each scope is for, by its short name."""


def named(scopes: Iterable[str]) -> tuple[str, ...]:
    """Scopes by their short names, as `sheetkit auth status` shows them."""
    return tuple(scope.removeprefix(_HEAD) for scope in scopes)
