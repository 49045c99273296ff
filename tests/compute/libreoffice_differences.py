"""Where LibreOffice 7.4 gives something else than Excel documents; `frame` follows Excel."""

from typing import Final

DIFFERENCES: Final[dict[str, tuple[str, ...]]] = {
    "LibreOffice has no truth values: TRUE is the number 1, also in cells, orders, sums and texts": (
        "=SUM(Truths)",
        "=1<TRUE",
        "=TRUE=1",
        '="zzz"<FALSE',
        '=TRUE&""',
        '=(1=2)&""',
        "=LEFT(TRUE,2)",
        '=TEXT(Truth,"0")',
    ),
    "LibreOffice refuses a literal text where SUM, MAX or AND take numbers or truth values; Excel converts it": (
        '=SUM("5",1)',
        '=SUM(Digits&"",1)',
        '=MAX("7",1)',
        '=AND("TRUE",TRUE)',
    ),
    "the texts TRUE and FALSE are no numbers in Excel": ('="TRUE"+1', '=VALUE("TRUE")'),
    "LibreOffice matches wildcards against numbers too; in Excel they match text only": (
        '=COUNTIF(Mixed,"*")',
        '=COUNTIF(Mixed,"?*")',
    ),
    "a criterion equals text that reads as the same number in Excel, only text spelled the same way in LibreOffice": (
        '=COUNTIF(Spelled,"1")',
        "=COUNTIF(Spelled,1)",
        '=COUNTIF(Spelled,"<>1")',
    ),
    "MATCH looks for 0 when given a blank cell in Excel, for the empty text in LibreOffice": (
        "=MATCH(Nothing,Mixed,0)",
    ),
    "dates end on 9999-12-31 and begin with serial 0 in Excel": (
        "=DATE(10000,1,1)",
        "=YEAR(-1)",
        "=YEAR(2958466)",
        "=HOUR(-0.5)",
        "=EDATE(Day,99999)",
        "=WORKDAY(1,-5)",
    ),
    "years below 1900 count from 1900 in Excel, two digits mean this century in LibreOffice": ("=DATE(26,3,12)",),
    "DAYS counts whole days in Excel": ("=DAYS(Day+0.9,Day)",),
    "0 to the power 0 is #NUM! in Excel, and so is an odd root of a negative number": (
        "=POWER(0,0)",
        "=0^0",
        "=(-8)^(1/3)",
    ),
    "numbers go over to an exponent at other sizes when they become text": (
        '=1E21&""',
        '=1E20&""',
        '=1/30000&""',
    ),
    "TEXT rounds by the decimal value in Excel, as ROUND does": ('=TEXT(0.285,"0%")', '=TEXT(0.2855,"0.0%")'),
    "no text is longer than 32,767 characters in Excel": ('=REPT("ab",20000)',),
    "the capital of the sharp s is itself in Excel": ('=UPPER("straße é")',),
    "FIND finds the empty text at once in Excel": ('=FIND("","abc")',),
    "CHAR and CODE speak Windows' Western code page in Excel, and CODE of nothing is #VALUE!": (
        "=CHAR(0)",
        '=CODE("€")',
        '=CODE("")',
    ),
}
