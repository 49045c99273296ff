"""The stable codes of problems, with what each means and what to do about it."""

from dataclasses import dataclass
from typing import Final

from sheetkit.core.problem import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem. `severity` is the usual one; a template's own rule may say otherwise."""

    code: str
    title: str
    explanation: str
    remedy: str
    severity: Severity = "error"


def _warning(code: str, title: str, explanation: str, remedy: str) -> Code:
    return Code(code, title, explanation, remedy, "warning")


_VALUES: Final = (
    Code(
        "required",
        "A required cell is blank",
        "The row holds something, but a column that every row needs is empty. The row's formulas stay blank.",
        "Fill the cell, or clear the whole row if it is not meant to be a record.",
    ),
    Code(
        "wrong-type",
        "A value of the wrong type",
        "The column holds dates, numbers, amounts, addresses or yes/no, and the cell holds something else. Formulas "
        "that use it give an error or leave it out.",
        "Type the value again in the form that the hint shows.",
    ),
    Code(
        "error-value",
        "An error in a cell that people fill",
        "The cell shows an error such as #N/A or #REF!, most often from a formula typed or pasted there.",
        "Mend the formula, or type the value itself.",
    ),
    Code(
        "ambiguous-date",
        "A date that can be read in two ways",
        "The date was a text, and day and month can be swapped: 03/04/2026 is 3 April or 4 March. It was left out.",
        "Type it year first (2026-04-03), or say which comes first in the setting Date_Order.",
    ),
    _warning(
        "date-as-text",
        "A date typed as text",
        "The text means one date only and was understood. The formulas in the sheet cannot compute with text.",
        "Type the date again, year first (2026-04-03), into a cell that is not formatted as text.",
    ),
    Code(
        "ambiguous-number",
        "A number that can be read in two ways",
        "The number was typed as text and its one comma or point before three digits may group thousands or begin the "
        "decimals: 1,234 is 1234 or 1.234. It is not used.",
        "Type it again without the grouping mark.",
    ),
    _warning(
        "number-as-text",
        "A number typed as text",
        "The text means one number only and was understood. The formulas in the sheet leave text out of their sums.",
        "Type the number again, without currency sign or grouping marks, into a cell that is not formatted as text.",
    ),
    _warning(
        "yes-no-as-text",
        "Yes or no in other words",
        "The text was understood as yes or no. The formulas in the sheet know TRUE and FALSE only.",
        "Choose TRUE or FALSE in the cell.",
    ),
    Code(
        "not-in-list",
        "A value that is not in its list",
        "The column takes the entries of a list only, so that figures by that column add up.",
        "Choose an entry of the list, or add the new entry on the Lists tab.",
    ),
    _warning(
        "choice-spelling",
        "A list entry in another spelling",
        "Only capitals or spaces differ from an entry of the list, so it was understood as that entry.",
        "Choose the entry from the list, so that the sheet's formulas and filters treat both alike.",
    ),
    _warning(
        "stray-spaces",
        "Spaces around a value",
        "Spaces stand before or after the text, or a cell that looks empty holds one. They were left out on reading, "
        "but a lookup in the sheet does not find the value with them.",
        "Type the value again without the spaces, or clear the cell.",
    ),
    Code(
        "out-of-range",
        "A value outside its bounds",
        "The template says between which values the column lies.",
        "Correct the value.",
    ),
    Code(
        "unknown-currency",
        "An unknown currency code",
        "Amounts are kept to the minor unit of their currency, so the code must be one of ISO 4217, such as EUR.",
        "Write the three-letter code.",
    ),
    Code(
        "currency-precision",
        "More decimals than the currency has",
        "Nobody can pay a fraction of a cent, and yen have no cents at all. Sums of such amounts do not add up.",
        "Round the amount to the digits of its currency.",
    ),
    _warning(
        "no-cached-value",
        "A formula without a stored result",
        "The cell holds a formula that no program has computed since it was written, so its value is unknown.",
        "Open the workbook in a spreadsheet program, save it, and run the command again.",
    ),
)

_ROWS: Final = (
    Code(
        "duplicate-key",
        "A key that stands in two rows",
        "Each row is known by its key. Two rows with one key cannot be told apart.",
        "Clear the key of the newer row: `update` gives it a key of its own.",
    ),
    Code(
        "duplicate-value",
        "A value that should be unique stands in two rows",
        "The template says that no two rows have the same value in this column.",
        "Correct one of the rows, or remove it if it was entered twice.",
    ),
    Code(
        "unknown-reference",
        "A reference to a row that is not there",
        "The value must be a key of another table, and no row of that table has it.",
        "Correct the key, or add the row to the other table.",
    ),
    Code(
        "dates-out-of-order",
        "Dates that run backwards",
        "The later step of a case is dated before the earlier one.",
        "Correct whichever of the two dates is wrong.",
    ),
    Code(
        "rule",
        "A rule of the template is broken",
        "The template states a rule for each row and this row breaks it. The message is the template's own.",
        "Follow the hint of the rule.",
    ),
    Code(
        "formula-overwritten",
        "A formula was typed over",
        "The column is computed. A constant or another formula stands in the cell, so it no longer follows its row.",
        "Run `update`, which puts the formula back. To keep a value of your own, use a column of your own.",
    ),
)

_LAYOUT: Final = (
    Code(
        "table-missing",
        "A table was not found",
        "Neither its name, nor its tab, nor a row with its headers is in the workbook. Its rows were not read.",
        "Bring the tab back from a backup or an earlier version, or restore its header row.",
    ),
    Code(
        "column-missing",
        "A column was not found",
        "No header names it. Its values were not read, and formulas that use it cannot be right.",
        "Restore the header, or undo the deletion of the column.",
    ),
    _warning(
        "header-renamed",
        "A header was changed",
        "The header is not the template's, but is so near to it that the column was read under the template's name.",
        "Change the header back.",
    ),
    Code(
        "duplicate-header",
        "Two columns have the same header",
        "Only the first of them was read.",
        "Rename or remove the column that is not meant.",
    ),
    Code(
        "merged-cells",
        "Merged cells among the rows",
        "Only the top left cell of merged cells holds a value. The others count as blank, and sorting goes wrong.",
        "Unmerge the cells and fill each one.",
    ),
    _warning(
        "rows-below-table",
        "Rows directly below the table",
        "They were typed below the table's last row and the table did not grow. They were read as part of it, but the "
        "sheet's formulas, lists and filters do not reach them.",
        "Drag the corner of the table down over them.",
    ),
    Code(
        "rows-outside-table",
        "Rows that look like records stand apart from the table",
        "A blank row or a totals row lies between them and the table, so they were not read.",
        "Move them directly below the table's last filled row.",
    ),
    Code(
        "setting-missing",
        "A setting was not found",
        "Neither its defined name nor its label is in the workbook. The template's value was used.",
        "Restore the line on the Settings tab.",
    ),
    Code(
        "setting-blank",
        "A setting is blank",
        "Formulas take a blank as 0, and the figures that depend on it are wrong.",
        "Type a value on the Settings tab.",
    ),
    _warning(
        "name-missing",
        "A defined name is gone",
        "The cell was found by its label, but the formulas in the sheet refer to it by the name that is gone.",
        "Give the cell its name again (in Excel: Formulas, Name Manager).",
    ),
    Code(
        "list-missing",
        "A list was not found",
        "Neither its defined name nor its header on the Lists tab was found. The template's entries were used.",
        "Restore the column on the Lists tab.",
    ),
    _warning(
        "entries-below-list",
        "Entries below the end of a list",
        "They were read, but the drop-downs and formulas of the sheet end before them.",
        "Extend the list's defined name over them, or move them into its spare cells.",
    ),
    _warning(
        "dashboard-missing",
        "A dashboard or a part of it was not found",
        "Its figures were not read and cannot be refreshed. The records are not affected.",
        "Nothing, if it was removed on purpose. Otherwise bring the tab back from a backup.",
    ),
)

_OTHERS: Final = (
    Code(
        "template",
        "A mistake in a template",
        "The template cannot be used as it is. The place is the file and the line.",
        "Follow the hint; `sheetkit template check FILE` lists every mistake at once.",
    ),
    Code(
        "import-mapping",
        "A mistake in a mapping file",
        "The mapping says something that cannot be done. The place is the file and the line.",
        "Correct the line, or remove the file to have a new mapping proposed.",
    ),
    Code(
        "import-value",
        "A value of an export was not understood",
        "It was kept as the text it was, so that nothing is lost.",
        "Correct it in the workbook, or say in the mapping how to read the column.",
    ),
    Code(
        "import-ambiguous",
        "A value of an export can be read in two ways",
        "Day and month, or decimal and grouping marks, can be swapped. It was kept as the text it was.",
        "Say in the mapping which way the source writes them.",
    ),
    Code(
        "import-row",
        "A row of an export was left out",
        "Its values do not fit under the headers.",
        "Correct the line in the source and import again; what is already there is not added twice.",
    ),
)

CODES: Final[dict[str, Code]] = {code.code: code for code in (*_VALUES, *_ROWS, *_LAYOUT, *_OTHERS)}
"""Every code by its name, in the order of the documentation."""

_CHAPTERS: Final = (
    ("Values", _VALUES),
    ("Rows", _ROWS),
    ("Tables, columns, settings and lists", _LAYOUT),
    ("Templates and imports", _OTHERS),
)


def document() -> str:
    """The text of `docs/problems.md`."""
    lines = [
        "# Problems",
        "",
        "What `check` and `update` can find, by code. An error makes `check` end with exit code 1, a warning does not.",
        "The codes are stable: scripts may rely on them.",
    ]
    for title, codes in _CHAPTERS:
        lines += ["", f"## {title}"]
        for code in codes:
            lines += ["", f"### `{code.code}`: {code.title}", ""]
            lines += [f"{code.severity.capitalize()}. {code.explanation}", "", f"**What to do.** {code.remedy}"]
    return "\n".join(lines) + "\n"
