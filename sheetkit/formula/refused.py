"""The functions a formula may not call, each with the program that lacks it and what to use in its place."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a function is refused, as the end of "NAME cannot be used: ", and what to do."""

    reason: str
    hint: str


_NEW: Final = "Excel 2016 and LibreOffice 7.4 lack it"
_EXCEL: Final = "Excel 2016 lacks it"
_GOOGLE_ONLY: Final = "only Google Sheets has it; Excel 2016 and LibreOffice 7.4 lack it"
_NOT_GOOGLE: Final = "Google Sheets lacks it"
_HIDDEN: Final = "what it refers to is made while computing, so that nobody can follow or check it"
_RANDOM: Final = "it gives another value each time the workbook is computed"
_PLACE: Final = "it depends on where the row stands, which a sort changes"
_LOCALE: Final = "its result follows the reader's country settings"
_FILTER: Final = "its result follows the filter of the moment"

_ROWS: Final[tuple[tuple[str, str, str], ...]] = (
    ("XLOOKUP", _NEW, "Use INDEX(Table[Result],MATCH(value,Table[Column],0))."),
    ("XMATCH", _NEW, "Use MATCH(value,Table[Column],0)."),
    ("LET LAMBDA MAP REDUCE SCAN BYROW BYCOL MAKEARRAY", _NEW, "Put the step into a column of its own."),
    ("FILTER", _NEW, "Use COUNTIFS or SUMIFS for figures; a person can filter the table itself."),
    ("UNIQUE SORT SORTBY", _NEW, "Declare a summary table by a list or a column."),
    ("SEQUENCE RANDARRAY", _NEW, "Put the values in a list on the Lists tab."),
    ("TEXTSPLIT TEXTBEFORE TEXTAFTER", _NEW, "Use LEFT, MID and FIND."),
    ("VSTACK HSTACK TOCOL TOROW TAKE DROP CHOOSECOLS CHOOSEROWS EXPAND WRAPROWS WRAPCOLS", _NEW, "Use one table."),
    ("VALUETOTEXT ARRAYTOTEXT", _NEW, "Join values with &."),
    ("IFS", _EXCEL, "Put one IF inside another."),
    ("SWITCH", _EXCEL, "Put one IF inside another, or use CHOOSE with MATCH."),
    ("MAXIFS MINIFS", _EXCEL, "Use SUMPRODUCT(MAX((Table[Column]=value)*Table[Number])), or a metric."),
    ("TEXTJOIN CONCAT", _EXCEL, "Join texts with &."),
    ("ARRAYFORMULA QUERY SPLIT JOIN FLATTEN IMPORTRANGE GOOGLEFINANCE GOOGLETRANSLATE COUNTUNIQUE", _GOOGLE_ONLY, ""),
    ("REGEXMATCH REGEXEXTRACT REGEXREPLACE", _GOOGLE_ONLY, "Use SEARCH, SUBSTITUTE, LEFT and MID."),
    ("AGGREGATE", _NOT_GOOGLE, "Use IFERROR in the column, then SUM, MAX or LARGE."),
    ("NUMBERVALUE WEBSERVICE FILTERXML", _NOT_GOOGLE, "Use VALUE, or a column for what people type."),
    ("INDIRECT OFFSET", _HIDDEN, "Refer to columns by name; use INDEX to pick a row."),
    ("RAND RANDBETWEEN", _RANDOM, "Put the value into a column that people fill."),
    ("NOW", _RANDOM, "Use the setting Today."),
    ("TODAY", "a file that recomputes itself cannot be checked against the day it was made", "Use the setting Today."),
    ("ROW ROWS COLUMN COLUMNS ADDRESS CELL", _PLACE, "Refer to rows by their key."),
    ("VLOOKUP HLOOKUP LOOKUP", "it counts columns, which a person may move", "Use INDEX and MATCH."),
    ("DATEVALUE TIMEVALUE", _LOCALE, "Use DATE(year,month,day), or a column of type date."),
    ("DOLLAR FIXED", _LOCALE, "Use ROUND and the column's type."),
    ("SUBTOTAL", _FILTER, "Use SUM, COUNT or AVERAGE."),
    ("DATEDIF", "Excel warns that its results may be wrong", "Subtract the dates, or use YEAR and MONTH."),
    ("GETPIVOTDATA", "a pivot table is not kept by sheetkit", "Use SUMIFS or COUNTIFS."),
)

REFUSED: Final[dict[str, Refusal]] = {
    name: Refusal(reason, hint or "Use SUMIFS, COUNTIFS or a column of its own.")
    for names, reason, hint in _ROWS
    for name in names.split()
}
"""Known functions that are refused, by name. A function in neither table is unknown."""
