"""The codes of problems in the layout of a workbook, in templates, imports and patches."""

from typing import Final

from sheetkit.core.code import Code, warning

LAYOUT: Final = (
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
    warning(
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
        "table-columns",
        "A table's own list of columns does not match its headers",
        "A table keeps the names of its columns apart from the header cells. A script that moves columns leaves that "
        "list as it was, and the formulas and filters of the workbook then read other columns than meant.",
        "Take the version before the script ran, and change the columns in Excel or LibreOffice.",
    ),
    Code(
        "merged-cells",
        "Merged cells among the rows",
        "Only the top left cell of merged cells holds a value. The others count as blank, and sorting goes wrong.",
        "Unmerge the cells and fill each one.",
    ),
    warning(
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
    warning(
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
    warning(
        "entries-below-list",
        "Entries below the end of a list",
        "They were read, but the drop-downs and formulas of the sheet end before them.",
        "Extend the list's defined name over them, or move them into its spare cells.",
    ),
    warning(
        "dashboard-missing",
        "A dashboard or a part of it was not found",
        "Its figures were not read and cannot be refreshed. The records are not affected.",
        "Nothing, if it was removed on purpose. Otherwise bring the tab back from a backup.",
    ),
    warning(
        "figure-overwritten",
        "A figure of a dashboard was typed over",
        "A value stands where a formula was, so the figure does not follow the records. An update leaves it there.",
        "Undo it, or copy the formula from a cell beside it or from a fresh workbook.",
    ),
)

OTHERS: Final = (
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
    warning(
        "import-repeated",
        "Two lines of an export say the same",
        "Every value of the line is that of an earlier one. Each became a row, as an order can hold a thing twice.",
        "If the export repeats it by mistake, delete the line there and one of the two rows in the workbook.",
    ),
    warning(
        "import-changed",
        "A row of an export has changed since it was imported",
        "The row is already in the workbook, and the source now says something else. The workbook was left as it is.",
        "Type the new value into the workbook if it is the right one.",
    ),
    Code(
        "patch-refused",
        "A change to a workbook was refused",
        "The cell or its value cannot be written without damage to the file. Nothing at all was written.",
        "Follow the hint, or leave this cell out of the changes.",
    ),
    Code(
        "not-as-written",
        "Something else stands there than was written",
        "After each change of a Google spreadsheet sheetkit looks at what stands there. Somebody may have typed into "
        "the same cell at the same moment.",
        "Look at the cell, then run the command again.",
    ),
)
