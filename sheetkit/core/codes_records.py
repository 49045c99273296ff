"""The codes of problems in cells and rows."""

from typing import Final

from sheetkit.core.code import Code, warning

VALUES: Final = (
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
        "spawn-full",
        "A row has brought more rows than it can remember",
        "What a row has brought to other tables is kept in a hidden cell, so that nothing comes twice; it is full.",
        "Divide the row in two, or bring fewer rows with it.",
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
    warning(
        "date-as-text",
        "A date typed as text",
        "The text means one date only and was understood. The formulas in the sheet cannot compute with text.",
        "Type the date again, year first (2026-04-03), into a cell that is not formatted as text.",
    ),
    Code(
        "ambiguous-number",
        "A number that can be read in two ways",
        "The number was typed as text and its one comma or point before three digits may group thousands or begin the "
        "decimals: 1,234 is 1234 or 1.234. It is not used. Where no third decimal can be, in whole numbers and in "
        "amounts of a currency with two decimals or none (EUR, JPY), it is read as 1234 with the warning "
        "`number-as-text`. In a column of percentages the text 12 may be 12 % or 1200 %.",
        "Type it again without the grouping mark.",
    ),
    warning(
        "number-as-text",
        "A number typed as text",
        "The text means one number only and was understood. The formulas in the sheet leave text out of their sums.",
        "Type the number again, without currency sign or grouping marks, into a cell that is not formatted as text.",
    ),
    warning(
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
    warning(
        "choice-spelling",
        "A list entry in another spelling",
        "Only capitals or spaces differ from an entry of the list, so it was understood as that entry.",
        "Choose the entry from the list, so that the sheet's formulas and filters treat both alike.",
    ),
    warning(
        "stray-spaces",
        "Spaces around a value",
        "Spaces stand around a key, a reference, a unique value or what a formula looks for, or a cell that looks "
        "empty holds one. They were left out on reading, but a lookup in the sheet does not find the value with them.",
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
    warning(
        "no-cached-value",
        "A formula without a stored result",
        "The cell holds a formula that no program has computed since it was written, so its value is unknown.",
        "Open the workbook in a spreadsheet program, save it, and run the command again.",
    ),
)

ROWS: Final = (
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
