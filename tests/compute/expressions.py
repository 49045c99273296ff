"""Random formulas of the whole grammar, over two tables of messy data.

The formulas keep away from what `libreoffice_differences.DIFFERENCES` lists, so every one of them must agree.
"""

from collections.abc import Callable
from random import Random
from typing import Final

from sheetkit.core.values import DIV0, NA, CellValue

TABLES: Final[dict[str, dict[str, list[CellValue]]]] = {
    "T": {
        "Name": ["apple", "Banana", None, "APPLE", "", "cherry pie", "banana", "x*y", "été"],
        "Code": ["k-1", "K-2", "k-1", "k_3", "K-2", None, "k-4", "", "zz"],
        "Amount": [10.0, -3.25, None, 0.0, 1234.5, "", 99.995, 0.1, 7.0],
        "Rate": [0.5, 2.0, 3.0, -1.5, 0.25, 8.0, 2.0, 0.5, 1.0],
        "Typed": ["12", " 3.5 ", "n/a", None, 4.0, "2026-03-12", "", "1e2", "-7"],
        "Broken": [1.0, DIV0, 3.0, None, DIV0, 6.0, 7.0, 8.0, 9.0],
        "Opened": [46000.0, 46093.0, 46100.75, 45999.0, None, 46053.0, 45350.0, 46387.0, 46093.5],
        "Closed": [46010.0, None, 46101.0, 46001.0, 46050.0, None, 45351.0, 46400.25, ""],
        "Any Thing": ["a", 1.0, None, "", "b", 0.0, NA, "1", 2.5],
    },
    "U": {
        "Key": ["banana", "Cherry Pie", "apple", "apple", "fig", None],
        "Value": [1.5, 20.0, 300.0, 4.0, None, 6.0],
        "Day": [46000.0, 46020.0, 46093.0, 46093.0, 46100.0, 46200.0],
    },
}
NAMES: Final[dict[str, CellValue | list[CellValue]]] = {
    "Today": 46100.0,
    "Limit": 10.0,
    "Fee": 0.15,
    "Empty_Cell": None,
    "Holidays": [46003.0, 46094.0, None, 46388.0],
    "Choices": ["Apple", "fig", "x~*y", None],
}

_LITERALS: Final = ("0", "1", "2", "3.5", "-2", "10", "0.1", "100", "7.25", "1E3")
_WORDS: Final = ('"apple"', '"Ban"', '"a"', '"k-1"', '""', '"cherry pie"', '"E"', '"b c"')
_LETTERS: Final = ('"A"', '"~ b"', '"9"', '" "')
_FORMATS: Final = ('"0"', '"0.000"', '"#,##0.0000"')
_CRITERIA: Final = ('"apple"', '"<>apple"', '"b*"', '"=k-1"', '""', '"<>"', '"="', '"?-?"', '"*e*"', '"<>k*"', '">c"')
_BOUNDS: Final = ('">0"', '"<=2"', '"<>2"', '"2"', "2", '">="&[@Rate]', '"<"&Limit', "[@Rate]", '"<>"')


class Grammar:
    """Formulas drawn from a source of chance; `depth` bounds how far they nest."""

    def __init__(self, chance: Random) -> None:
        self.chance = chance

    def formula(self) -> str:
        """A formula of one row of table T."""
        kind = self.chance.choice([self.number, self.text, self.truth, self.date])
        return "=" + kind(self.chance.randrange(1, 4))

    def one_of(self, *options: str) -> str:
        return self.chance.choice(options)

    def number(self, depth: int) -> str:
        if depth <= 0:
            return self.one_of("[@Amount]", "[@Rate]", "[@Rate]", "[@Broken]", "[@Typed]", "Limit", "Fee", *_LITERALS)
        sort = self.chance.randrange(6)
        if sort == 0:
            op = self.one_of("+", "-", "*", "/")
            return f"({self.number(depth - 1)}{op}{self.number(depth - 1)})"
        if sort == 1:
            return self.arithmetic(depth)
        if sort == 2:
            return self.aggregate(depth)
        if sort == 3:
            return self.date_part(depth)
        if sort == 4:
            return self.measured_text(depth)
        return self.chosen(self.number, depth)

    def arithmetic(self, depth: int) -> str:
        x = self.number(depth - 1)
        places, step = self.one_of("-2", "-1", "0", "1", "2", "3"), self.one_of("2", "0.5", "10", "3")
        name = self.one_of("ROUND", "ROUNDUP", "ROUNDDOWN", "TRUNC")
        return self.one_of(
            f"{name}({x},{places})",
            f"INT({x})",
            f"MOD({x},{self.one_of('3', '-7', '2.5')})",
            f"ABS({x})",
            f"SIGN({x})",
            f"SQRT(ABS({x}))",
            f"POWER(ABS({x})+1,{self.one_of('2', '0.5', '-1')})",
            f"(ABS({x})+1)^2",
            f"-{x}",
            f"{x}%",
            f"CEILING(ABS({x}),{step})",
            f"FLOOR(ABS({x}),{step})",
            f"N({x})",
            f"VALUE({self.one_of('[@Typed]', x)})",
        )

    def aggregate(self, depth: int) -> str:
        column = self.one_of("T[Amount]", "T[Rate]", "U[Value]", "T[Any Thing]", "T[Opened]")
        name = self.one_of("SUM", "AVERAGE", "MIN", "MAX", "MEDIAN", "COUNT", "COUNTA")
        return self.one_of(
            f"{name}({column})",
            f"{name}({column},[@Rate],[@Amount])",
            f"{name}([@Amount],[@Broken])",
            f"COUNTBLANK({self.one_of(column, 'T[Name]', 'T[Code]')})",
            f"{self.one_of('LARGE', 'SMALL')}({column},{self.one_of('1', '3', '[@Rate]', '99')})",
            f"SUMPRODUCT((T[Name]={self.text(0)})*(T[Rate]>{self.number(0)}))",
            "SUMPRODUCT((T[Code]=[@Code])*(T[Rate]<[@Rate])*T[Rate])",
            f"SUMPRODUCT(T[Rate],T[Rate]*{self.number(0)})",
            f"SUMPRODUCT(--(T[Opened]>={self.date(0)}))",
            self.conditional(),
            self.conditional(),
            "INDEX(U[Value],MATCH([@Name],U[Key],0))",
            f'MATCH({self.text(depth - 1)}&"",{self.one_of("U[Key]", "T[Code]", "Choices")},0)',
            f"MATCH({self.date(depth - 1)},U[Day],{self.one_of('0', '1')})",
            f"INDEX(T[Rate],{self.one_of('1', '5', '9', '99')})",
        )

    def conditional(self) -> str:
        pairs = [f"T[Name],{self.one_of('[@Name]', *_CRITERIA)}", f"T[Code],{self.one_of('[@Code]', *_CRITERIA)}"]
        pairs += [f"T[Rate],{self.one_of(*_BOUNDS)}", f'T[Opened],">="&{self.one_of("[@Opened]", "Today-90")}']
        chosen = ",".join(self.chance.sample(pairs, self.chance.randrange(1, 4)))
        values = self.one_of("T[Rate]", "T[Amount]", "T[Broken]")
        return self.one_of(
            f"COUNTIFS({chosen})",
            f"SUMIFS({values},{chosen})",
            f"AVERAGEIFS({values},{chosen})",
            f"COUNTIF({pairs[0]})",
            f"SUMIF({pairs[1]},{values})",
            f"AVERAGEIF({pairs[2]})",
        )

    def date_part(self, depth: int) -> str:
        x, y = self.date(depth - 1), self.date(depth - 1)
        return self.one_of(
            f"{self.one_of('YEAR', 'MONTH', 'DAY', 'HOUR', 'MINUTE')}({x})",
            f"WEEKDAY({x},{self.one_of('1', '2', '3', '11', '14', '17')})",
            f"NETWORKDAYS({x},{y})",
            f"NETWORKDAYS({x},{y},Holidays)",
            f"DAYS(INT({x}),INT({y}))",
            f"({x}-{y})",
        )

    def measured_text(self, depth: int) -> str:
        x = self.text(depth - 1)
        return self.one_of(
            f"LEN({x})",
            f'FIND("a",{x})',
            f'SEARCH("A?",{x})',
            f'SEARCH("e",{x},{self.one_of("1", "2", "0")})',
            f"CODE({self.one_of(*_LETTERS)})",
        )

    def text(self, depth: int) -> str:
        if depth <= 0:
            return self.one_of("[@Name]", "[@Code]", *_WORDS)
        x, y = self.text(depth - 1), self.text(depth - 1)
        count = self.one_of("0", "1", "2", "5", "-1", "[@Rate]")
        return self.one_of(
            f"({x}&{y})",
            f'({self.one_of("[@Rate]", "[@Amount]", "INT([@Opened])", "[@Any Thing]")}&"")',
            f"{self.one_of('LEFT', 'RIGHT')}({x},{count})",
            f"MID({x},{self.one_of('1', '2', '9', '0')},{count})",
            f"{self.one_of('UPPER', 'LOWER', 'PROPER', 'TRIM', 'T')}({x})",
            f'SUBSTITUTE({x},{self.one_of(*_WORDS)},"Zz"{self.one_of("", ",1", ",2")})',
            f"REPLACE({x},{self.one_of('1', '3')},{self.one_of('0', '2')},{y})",
            f"REPT({x},{self.one_of('0', '2', '3')})",
            f"CONCATENATE({x},[@Rate],{y})",
            f"TEXT(ROUND({self.number(0)},3),{self.one_of(*_FORMATS)})",
            f"CHAR({self.one_of('65', '97', '42')})",
            f'HYPERLINK("http://example.com/"&[@Code],{x})',
            f"INDEX(T[Name],{self.one_of('1', '2', '99')})",
            self.chosen(self.text, depth),
        )

    def truth(self, depth: int) -> str:
        if depth <= 0:
            return self.one_of("TRUE", "FALSE", '[@Name]=""', "[@Amount]>Limit", "ISBLANK([@Closed])", "NOT([@Rate]=2)")
        op = self.one_of("=", "<>", "<", "<=", ">", ">=")
        x, y = self.truth(depth - 1), self.truth(depth - 1)
        some = self.one_of("[@Any Thing]", "[@Name]", "[@Typed]", "[@Broken]", self.number(depth - 1))
        name = self.one_of("ISBLANK", "ISNUMBER", "ISTEXT", "ISERROR", "ISNA", "ISLOGICAL")
        return self.one_of(
            f"({self.number(depth - 1)}{op}{self.number(depth - 1)})",
            f"({self.text(depth - 1)}{op}{self.text(depth - 1)})",
            f"({self.date(depth - 1)}{op}{self.date(depth - 1)})",
            f"([@Any Thing]{op}{self.one_of('[@Name]', '[@Rate]', '[@Closed]', 'Empty_Cell')})",
            f"{self.one_of('AND', 'OR', 'XOR')}({x},{y})",
            f"NOT({x})",
            f"{name}({some})",
            f"EXACT({self.text(depth - 1)},{self.text(depth - 1)})",
            self.chosen(self.truth, depth),
        )

    def date(self, depth: int) -> str:
        early = self.one_of("Today", "DATE(2026,3,31)", "INDEX(U[Day],2)", "EDATE(Today,-7)")
        if depth <= 0:
            return self.one_of("[@Opened]", "[@Closed]", early)
        x = self.date(depth - 1)
        month, day = self.chance.randrange(-5, 20), self.chance.randrange(-10, 45)
        return self.one_of(
            f"DATE({self.chance.randrange(2019, 2031)},{month},{day})",
            f"DATE(YEAR({x}),MONTH({x})+1,DAY({x}))",
            f"{self.one_of('EDATE', 'EOMONTH')}({x},{self.one_of('0', '1', '13', '2.9')})",
            f"{self.one_of('EDATE', 'EOMONTH')}({early},{self.one_of('-1', '-12', '[@Rate]')})",
            f"WORKDAY({x},{self.one_of('0', '1', '7', '30')}{self.one_of('', ',Holidays')})",
            f"WORKDAY({early},{self.one_of('-1', '-8', '[@Rate]')}{self.one_of('', ',Holidays')})",
            f"({x}+{self.one_of('1', '0.5', '30')})",
            self.chosen(self.date, depth),
        )

    def chosen(self, kind: Callable[[int], str], depth: int) -> str:
        x, y = kind(depth - 1), kind(depth - 1)
        return self.one_of(
            f"IF({self.truth(depth - 1)},{x},{y})",
            f"IF({self.truth(depth - 1)},{x},{y})",
            f"IFERROR({x},{y})",
            f"IFNA({x},{y})",
            f"CHOOSE({self.one_of('1', '2', '[@Rate]')},{x},{y})",
        )
