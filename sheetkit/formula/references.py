"""References by name: what one operand of a formula refers to, and how column names are escaped."""

import re
from typing import Final

from sheetkit.formula.ast import Column, Name, ThisRow
from sheetkit.formula.tokens import refusal

_WORD: Final = r"[^\W\d][\w.]*"
_COLUMN: Final = r"(?:[^\[\]#'@]|'[\[\]#'@]){1,255}"  # as long as a header may be in Excel
_NAME: Final = re.compile(_WORD)
_BRACKETS: Final = re.compile(rf"({_WORD})?\[(.*)\]", re.DOTALL)
_THIS_ROW: Final = re.compile(
    rf"@({_COLUMN})|@\[({_COLUMN})\]|\[#This Row\] *, *\[({_COLUMN})\]", re.IGNORECASE | re.DOTALL
)
_WHOLE: Final = re.compile(rf"({_COLUMN})|\[({_COLUMN})\]", re.DOTALL)
_ADDRESS: Final = re.compile(
    r"""\$?[A-Z]{1,3}\$?[0-9]+(:.*)?      # A1, $A$1, A1:B9
    | \$?[A-Z]{1,3}:\$?[A-Z]{1,3}         # A:C
    | \$?[0-9]+:\$?[0-9]+                 # 1:9
    | R(\[?-?[0-9]+\]?)?C(\[?-?[0-9]+\]?)? | [RC]  # R1C1
    """,
    re.IGNORECASE | re.VERBOSE | re.DOTALL,
)
_SPECIAL: Final = re.compile(r"[\[\]#'@]")
_ESCAPED: Final = re.compile(r"'(.)", re.DOTALL)

_LACKING: Final = {
    "#headers": "LibreOffice reads the headers of a table wrongly",
    "#all": "LibreOffice 7.4 lacks it",
    "#data": "LibreOffice 7.4 lacks it",
    "#totals": "Google Sheets and LibreOffice 7.4 read it differently",
    "#this row": "Google Sheets has no reference to a whole row of a table",
}
_BY_NAME: Final = "Refer to columns and settings by name: [@Column], Table[Column] or a setting's name."


def escape(column: str) -> str:
    """A column's name as it stands inside brackets: [ ] # ' and @ behind a '."""
    return _SPECIAL.sub(r"'\g<0>", column)


def unescape(text: str) -> str:
    """The column's name that stands inside brackets."""
    return _ESCAPED.sub(r"\1", text)


def refer(text: str, position: int) -> ThisRow | Column | Name:
    """The reference an operand makes; `position` is where it begins, for the message.

    Raises FormulaInvalid for cell addresses, sheets, and table parts that one of the programs lacks.
    """
    if is_address(text):
        raise refusal(f"{text} is a cell address, and cells move", position, _BY_NAME)
    if brackets := _BRACKETS.fullmatch(text):
        return _in_table(brackets[1] or "", brackets[2], text, position)
    if "!" in text:
        raise refusal(f"{text} refers to a sheet", position, _BY_NAME)
    if text.startswith("@"):
        raise refusal(f"{text}: the @ belongs inside brackets", position, "Write [@Column] for the cell of this row.")
    if not _NAME.fullmatch(text):
        raise refusal(f"{text!r} is not a number, a text or a name", position, _BY_NAME)
    return Name(text)


def is_address(text: str) -> bool:
    """Whether a spreadsheet takes the text for cells (A1, $A$1, A:C, R1C1), so that it cannot be a name."""
    return _ADDRESS.fullmatch(text) is not None


def _in_table(table: str, body: str, text: str, position: int) -> ThisRow | Column:
    if match := _THIS_ROW.fullmatch(body):
        return ThisRow(unescape(match[1] or match[2] or match[3]), table)
    if match := _WHOLE.fullmatch(body):
        column = unescape(match[1] or match[2])
        if not table:
            raise refusal(f"{text} does not say which cells", position, f"Write [@[{column}]] or Table[{column}].")
        return Column(table, column)
    for part, why in _LACKING.items():
        if part in body.casefold():
            raise refusal(f"{text} cannot be used: {why}", position, "Write [@Column] or Table[Column].")
    raise refusal(
        f"{text} is not a reference to one column",
        position,
        "Write [@Column], [@[Column Name]] or Table[Column]; [ ] # ' @ within a name need a ' before them.",
    )
