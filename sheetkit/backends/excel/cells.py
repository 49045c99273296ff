"""One column of cells as XML, a list of strings at a time.

Everything here works on whole runs of cells of one kind, because a call a cell would cost more than all the rest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Final, cast

from sheetkit.backends.excel.texts import SharedTexts, escape_all, too_long
from sheetkit.core.errors import SheetkitError
from sheetkit.core.values import CellError, CellValue

_EXACT: Final = 1e15
"""Up to here whole floats are written without their `.0`."""


class CellRefused(SheetkitError):  # noqa: N818 - the domain's word, not a suffix
    """A value does not fit into a spreadsheet cell."""


class Unfit(ValueError):  # noqa: N818
    """A value that no cell can hold; `args` are what is wrong and what to do. The caller knows which cell it is."""


@dataclass(frozen=True, slots=True)
class Ink:
    """The numbers of a style in the file: as it is, and with the mark that keeps formula-like text a text."""

    plain: int
    quoted: int


@dataclass(frozen=True, slots=True)
class Run:
    """Cells of one column under each other: their rows as texts ("5"), what they hold, and how they look.

    `formula` is the escaped formula that all of them have, without "=", or "".
    """

    letters: str
    rows: Sequence[str]
    values: Sequence[CellValue]
    ink: Ink
    formula: str = ""
    array: bool = False


def run_cells(run: Run, texts: SharedTexts) -> list[str]:
    """The XML of each cell of the run. Raises Unfit."""
    if run.array and run.formula:
        return [_array_cell(run, texts, i) for i in range(len(run.values))]
    kinds = set(map(type, run.values))
    if len(kinds) == 1:
        return _writer(kinds.pop())(run, texts)
    cells = [""] * len(run.values)
    for kind in sorted(kinds, key=lambda kind: kind.__name__):
        places = [i for i, value in enumerate(run.values) if type(value) is kind]
        part = Run(run.letters, [run.rows[i] for i in places], [run.values[i] for i in places], run.ink, run.formula)
        for place, cell in zip(places, _writer(kind)(part, texts), strict=True):
            cells[place] = cell
    return cells


def _array_cell(run: Run, texts: SharedTexts, i: int) -> str:
    formula = f'<f t="array" ref="{run.letters}{run.rows[i]}">{run.formula}</f>'
    one = Run(run.letters, run.rows[i : i + 1], run.values[i : i + 1], run.ink, run.formula)
    return run_cells(one, texts)[0].replace(f"<f>{run.formula}</f>", formula, 1)


def _writer(kind: type) -> Callable[[Run, SharedTexts], list[str]]:
    if kind in _WRITERS:
        return _WRITERS[kind]
    # numpy's float64 is a float whose repr is not a number's; any other subclass is as welcome.
    for base in (bool, float, int, str):
        if issubclass(kind, base):
            return lambda run, texts: _WRITERS[base](_as(run, base), texts)
    raise Unfit(f"is of the type {kind.__name__}", "Use text, a number, TRUE or FALSE, an error value or nothing.")


def _as(run: Run, base: type) -> Run:
    return Run(run.letters, run.rows, [base(value) for value in run.values], run.ink, run.formula)


def _blanks(run: Run, texts: SharedTexts) -> list[str]:
    if run.formula:
        return _texts(Run(run.letters, run.rows, [""] * len(run.rows), run.ink, run.formula), texts)
    return [f'<c r="{run.letters}{row}" s="{run.ink.plain}"/>' for row in run.rows]


def _numbers(run: Run, _: SharedTexts) -> list[str]:
    values = cast("Sequence[float]", run.values)
    try:
        floats = list(map(float, values))
    except OverflowError:
        raise Unfit("is too large a number", "Cells hold numbers up to 1.8E+308.") from None
    if not all(map(isfinite, floats)):
        raise Unfit("is not a number (NaN or infinity)", "Leave the cell blank or use an error value.")
    if floats != list(values):
        raise Unfit("has more digits than a cell keeps exactly", "Store it as text.")
    whole = all(map(float.is_integer, floats)) and max(map(abs, floats)) < _EXACT
    shown: Sequence[float] = list(map(int, floats)) if whole else floats
    before, between = _opening(run)
    return [f"{before}{row}{between}{value!r}</v></c>" for row, value in zip(run.rows, shown, strict=True)]


def _texts(run: Run, texts: SharedTexts) -> list[str]:
    values = cast("Sequence[str]", run.values)
    if run.formula:
        if any(map(too_long, values)):
            raise Unfit("is longer than the 32,767 characters of a cell", "Shorten the text.")
        before, between = _opening(run, ' t="str"')
        return [f"{before}{row}{between}{text}</v></c>" for row, text in zip(run.rows, escape_all(values), strict=True)]
    try:
        numbers = texts.numbers(values)
    except ValueError:
        raise Unfit("is longer than the 32,767 characters of a cell", "Shorten the text.") from None
    before, between = _opening(run, ' t="s"')
    if not texts.any_live(values):
        return [f"{before}{row}{between}{number}</v></c>" for row, number in zip(run.rows, numbers, strict=True)]
    plain, quoted = f'" s="{run.ink.plain}" t="s"><v>', f'" s="{run.ink.quoted}" t="s"><v>'
    return [
        f"{before}{row}{quoted if texts.is_live(text) else plain}{number}</v></c>"
        for row, number, text in zip(run.rows, numbers, values, strict=True)
    ]


def _bools(run: Run, _: SharedTexts) -> list[str]:
    before, between = _opening(run, ' t="b"')
    return [f"{before}{row}{between}{value:d}</v></c>" for row, value in zip(run.rows, run.values, strict=True)]


def _errors(run: Run, _: SharedTexts) -> list[str]:
    before, between = _opening(run, ' t="e"')
    codes = escape_all([str(value) for value in run.values])
    return [f"{before}{row}{between}{code}</v></c>" for row, code in zip(run.rows, codes, strict=True)]


def _opening(run: Run, kind: str = "") -> tuple[str, str]:
    """What stands before and after the row number, up to the value."""
    formula = f"<f>{run.formula}</f>" if run.formula else ""
    return f'<c r="{run.letters}', f'" s="{run.ink.plain}"{kind}>{formula}<v>'


_WRITERS: Final[dict[type, Callable[[Run, SharedTexts], list[str]]]] = {
    type(None): _blanks,
    float: _numbers,
    int: _numbers,
    str: _texts,
    bool: _bools,
    CellError: _errors,
}
