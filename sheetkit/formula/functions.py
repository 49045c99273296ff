"""The functions a formula may call, each with the arguments it takes and the kind of its result."""

import re
from dataclasses import dataclass
from typing import Final, Literal, cast

Kind = Literal["number", "text", "bool", "date", "any"]
"""What a value is. A date is a number that is shown as a date; "any" is what only the data can tell."""

Takes = Literal["number", "text", "any", "criterion", "range", "values", "lookup", "array"]
"""What an argument may be.

One value: number, text, any, criterion (`">5"`). A `range` is a whole column or a list. `values` are single values or
ranges. A `lookup` is a range, or an array in an array formula. An `array` may be computed from whole columns.
"""

MANY: Final = 255
"""Arguments of one call (Excel specifications and limits)."""

Lifts = Literal["always", "array", "never"]
"""Where Excel 2016 runs a function over the elements of an array: in SUMPRODUCT too, or only in an array formula."""

# "?" makes an argument optional; "*" repeats what stands in the parentheses before it. An @ says that Excel 2016 runs
# the function over an array's elements only in an array formula, a ! that it never does; a + that it is newer than the
# file format, so that a file calls it _xlfn.NAME (ECMA-376 part 1, 18.17; Excel function reference).
_TABLE: Final = """
IF@           any     any any any?
IFERROR@      any     any any
IFNA@+        any     any any
CHOOSE@       any     number any (any)*
AND           bool    values (values)*
OR            bool    values (values)*
XOR+          bool    values (values)*
NOT           bool    any
TRUE          bool
FALSE         bool
NA            any
ISBLANK       bool    any
ISNUMBER      bool    any
ISTEXT        bool    any
ISLOGICAL     bool    any
ISERROR       bool    any
ISNA          bool    any
N!            number  any
T!            text    any
INDEX!        any     lookup number number?
MATCH         number  any lookup number?
COUNT         number  values (values)*
COUNTA        number  values (values)*
COUNTBLANK    number  range
COUNTIF       number  range criterion
COUNTIFS      number  range criterion (range criterion)*
SUM           number  values (values)*
SUMIF         number  range criterion range?
SUMIFS        number  range range criterion (range criterion)*
AVERAGE       number  values (values)*
AVERAGEIF     number  range criterion range?
AVERAGEIFS    number  range range criterion (range criterion)*
SUMPRODUCT    number  array (array)*
MIN           number  values (values)*
MAX           number  values (values)*
MEDIAN        number  values (values)*
LARGE         number  lookup number
SMALL         number  lookup number
ROUND         number  number number
ROUNDUP       number  number number
ROUNDDOWN     number  number number
INT           number  number
TRUNC         number  number number?
MOD           number  number number
ABS           number  number
SIGN          number  number
SQRT          number  number
POWER         number  number number
CEILING       number  number number
FLOOR         number  number number
DATE          date    number number number
YEAR          number  number
MONTH         number  number
DAY           number  number
HOUR          number  number
MINUTE        number  number
EDATE!        date    number number
EOMONTH!      date    number number
NETWORKDAYS!  number  number number values?
WORKDAY!      date    number number values?
WEEKDAY       number  number number?
DAYS+         number  number number
TODAY         date
LEFT          text    text number?
RIGHT         text    text number?
MID           text    text number number
LEN           number  text
TRIM          text    text
UPPER         text    text
LOWER         text    text
PROPER        text    text
SUBSTITUTE    text    text text text number?
REPLACE       text    text number number text
FIND          number  text text number?
SEARCH        number  text text number?
EXACT         bool    text text
REPT          text    text number
CONCATENATE   text    text (text)*
VALUE         number  text
TEXT          text    any text
CHAR          text    number
CODE          number  text
HYPERLINK@    text    text any?
"""


@dataclass(frozen=True, slots=True)
class Function:
    """One function: `least` to `most` arguments, what each takes, and what comes out.

    Arguments after the last of `takes` repeat its last `repeats` entries, all of them together. `newer`: an .xlsx file
    calls it `_xlfn.NAME`.
    """

    name: str
    result: Kind
    least: int
    most: int
    takes: tuple[Takes, ...]
    repeats: int = 0
    lifts: Lifts = "always"
    newer: bool = False

    @property
    def aggregate(self) -> bool:
        """Whether it makes one value of whole columns."""
        return any(takes in {"range", "values", "lookup", "array"} for takes in self.takes)

    def argument(self, index: int) -> Takes:
        """What the argument at a zero-based index takes."""
        if index < len(self.takes):
            return self.takes[index]
        return self.takes[len(self.takes) - self.repeats + (index - len(self.takes)) % self.repeats]

    def accepts(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        if not self.least <= count <= self.most:
            return False
        return count <= len(self.takes) or (count - len(self.takes)) % self.repeats == 0

    @property
    def signature(self) -> str:
        """How many arguments it wants, in words: "2 or 3 arguments", "3, 5, 7 … arguments"."""
        if self.repeats > 1:
            shown = ", ".join(str(self.least + step * self.repeats) for step in range(3))
            return f"{shown} … arguments"
        if self.most == MANY:
            return f"{self.least} or more arguments"
        if self.least == self.most:
            return {0: "no arguments", 1: "1 argument"}.get(self.least, f"{self.least} arguments")
        return f"{self.least} or {self.most} arguments"


def _function(line: str) -> Function:
    head, result, *rest = line.split(None, 2)
    words = " ".join(rest)
    repeated = re.search(r"\((.*)\)\*", words)
    fixed = re.sub(r"\(.*\)\*", "", words).split()
    takes = tuple(cast("Takes", word.rstrip("?")) for word in fixed)
    return Function(
        name=head.rstrip("@!+"),
        result=cast("Kind", result),
        least=sum(not word.endswith("?") for word in fixed),
        most=MANY if repeated else len(fixed),
        takes=takes,
        repeats=len(repeated[1].split()) if repeated else 0,
        lifts="array" if "@" in head else "never" if "!" in head else "always",
        newer="+" in head,
    )


FUNCTIONS: Final[dict[str, Function]] = {
    function.name: function for function in map(_function, _TABLE.strip().splitlines())
}
"""Every function that Excel 2016, LibreOffice 7.4 and Google Sheets compute alike, by its name."""
