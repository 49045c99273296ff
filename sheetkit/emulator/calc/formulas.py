"""The text of a formula to what is computed, which all cells share that hold the same formula but for their row."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from sheetkit.compute.frame import FUNCTIONS as COMPUTED
from sheetkit.core.errors import FormulaInvalid
from sheetkit.core.values import NAME, CellError
from sheetkit.emulator.calc.dialect import MARK, NOW, ROW, Tree
from sheetkit.emulator.calc.places import Ref, ref_of
from sheetkit.emulator.calc.references import TEXT, Area, Corner, pieces
from sheetkit.formula.ast import Call, Error, Name, Node, ThisRow, replaced, walk
from sheetkit.formula.parse import MAX_TEXT, parse
from sheetkit.formula.positions import letters

ERROR: Final = CellError("#ERROR!")
"""What Google shows for a formula that it cannot read."""

_AT_ONCE: Final = frozenset(
    {"SUM", "AVERAGE", "COUNT", "COUNTA", "COUNTBLANK", "MIN", "MAX", "MEDIAN", "LARGE", "SMALL", "AND", "OR", "XOR"}
    | {"MATCH", "INDEX"}
)
"""Functions that take a range of each row's own for all rows at once; others go row by row."""
_KNOWN: Final = frozenset({*COMPUTED, "TODAY"})
_UNUSUAL: Final = re.compile(rf"{TEXT}|(?:'(?:[^']|'')+'|[\w.]+)!#REF!|;")
_INDIRECT: Final = re.compile(r'\bINDIRECT\("(?![A-Za-z]{1,3}[0-9]+")([^\W\d][\w.]*)"\)', re.IGNORECASE)
"""INDIRECT of a name that is written out, as rules need it to reach other sheets: the name itself."""
_BRACES: Final = re.compile(rf"{TEXT}|(\{{)")


@dataclass(frozen=True, eq=False, slots=True)
class Formula:
    """A formula without its place.

    `one` computes it in one cell; `rows` in many at once, where what differs by row is a `ThisRow` node, or is None
    where that cannot be done. References by address are named MARK and their number in `refs`. `names` and `columns`
    are the named ranges and the columns of tables that it reads. `changes` says with what it changes by itself.
    `foreign` are the functions it calls that the frame dialect lacks, `text` its text with MARK and a number for each
    reference. `error` is the result of what cannot be read.
    """

    refs: tuple[Ref, ...]
    one: Node
    rows: Node | None
    names: frozenset[str] = frozenset()
    columns: frozenset[tuple[str, str]] = frozenset()
    changes: Literal["", "day", "moment"] = ""
    foreign: frozenset[str] = frozenset()
    text: str = ""
    error: CellError | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """A formula as it was found in a column, and how its text would read in another row of it."""

    formula: Formula
    form: str
    steps: tuple[int, ...]

    def text(self, row: int) -> str:
        """The text of the same formula in a zero-based row."""
        return self.form % tuple([row + step for step in self.steps]) if self.steps else self.form


def read(text: str, row: int, column: int) -> Reading:
    """The formula that a text with its "=" makes in a cell."""
    refs: list[Ref] = []
    shared: list[str] = []
    form: list[str] = []
    steps: list[int] = []
    for piece in pieces(text):
        if isinstance(piece, str):
            shared.append(piece)
            form.append(piece.replace("%", "%%"))
            continue
        shared.append(f"{MARK}{len(refs)}")
        refs.append(ref_of(piece, row, column))
        form.append(_form(piece, row, steps))
    whole = "".join(form)
    return Reading(_formula("".join(shared), tuple(refs)), whole if steps else text, tuple(steps))


@lru_cache(maxsize=65_536)
def _formula(text: str, refs: tuple[Ref, ...]) -> Formula:
    whole = _UNUSUAL.sub(_usual, _INDIRECT.sub(r"\1", text))
    try:
        parsed = parse(whole)
    except FormulaInvalid:
        unsupported = any(match[1] for match in _BRACES.finditer(whole))
        return _failed(NAME if unsupported else ERROR)
    if any(isinstance(node, ThisRow) for node in walk(parsed)):
        return _failed(ERROR)
    tree = Tree(list(refs))
    one = tree.made(parsed)
    called = {node.name for node in walk(one) if isinstance(node, Call)}
    by_moment = any(isinstance(node, Name) and node.name == NOW for node in walk(one))
    return Formula(
        tuple(tree.refs),
        one,
        _in_rows(one, tree),
        frozenset(tree.names),
        frozenset(tree.columns),
        "moment" if by_moment else "day" if "TODAY" in called else "",
        frozenset(tree.functions - _KNOWN),
        whole,
    )


def _usual(match: re.Match[str]) -> str:
    """What Google reads and the parser does not: `;` between arguments, long texts, lost cells of a named sheet."""
    found = match[0]
    if found == ";":
        return ","
    if not found.startswith('"'):
        return "#REF!"
    if len(found) <= MAX_TEXT:
        return found
    text = found[1:-1].replace('""', '"')
    parts = (text[start : start + MAX_TEXT].replace('"', '""') for start in range(0, len(text), MAX_TEXT))
    return "(" + "&".join(f'"{part}"' for part in parts) + ")"


def _failed(error: CellError) -> Formula:
    return Formula((), Error(error), None, error=error)


def _in_rows(node: Node, tree: Tree) -> Node | None:
    """The tree for many rows at once, None where one of its ranges differs by row and a function wants it whole."""
    if not all(_fits(part, tree) for part in walk(node)):
        return None

    def by(part: Node) -> Node | None:
        ref = tree.ref(part)
        moves = (ref is not None and ref.moves) or part == Name(ROW)
        return ThisRow(part.name) if moves and isinstance(part, Name) else None

    return replaced(node, by)


def _fits(node: Node, tree: Tree) -> bool:
    """Whether the ranges among a node's own parts can be taken for all rows at once."""
    if isinstance(node, Call) and node.name in _AT_ONCE:
        return all(_is_rectangle(ref) for ref in map(tree.ref, node.args) if ref is not None)
    return not any(ref.moves and not ref.single for ref in map(tree.ref, _parts(node)) if ref is not None)


def _is_rectangle(ref: Ref) -> bool:
    return not ref.moves or ref.single or (ref.height is not None and ref.width is not None)


def _parts(node: Node) -> tuple[Node, ...]:
    match node:
        case Call(args=args):
            return args
    return tuple(getattr(node, name) for name in ("operand", "left", "right") if hasattr(node, name))


def _form(area: Area, row: int, steps: list[int]) -> str:
    """A reference with %d for each row without a $; `steps` gets what is to be added to the formula's row there."""
    ends = ":".join(_end(corner, row, steps) for corner in (area.first, area.last) if corner is not None)
    return area.prefix.replace("%", "%%") + ends


def _end(corner: Corner, row: int, steps: list[int]) -> str:
    if corner.row is None or corner.fixed_row:
        return str(corner)
    steps.append(corner.row - row + 1)
    return ("" if corner.column is None else "$" * corner.fixed_column + letters(corner.column)) + "%d"
