"""Google's formulas in the words of the frame dialect: its own functions, and the one value that a range is in a cell.

A range where one value is wanted means the cell of it in the formula's own row or column, unless ARRAYFORMULA,
SUMPRODUCT or the like let the formula run over all of it (Google's help on ARRAYFORMULA).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from sheetkit.core.values import NA
from sheetkit.emulator.calc.places import Ref, Step
from sheetkit.formula.ast import Binary, Bool, Call, Column, Error, Missing, Name, Node, Number, Percent, Unary
from sheetkit.formula.functions import FUNCTIONS

Context = Literal["cell", "range", "array"]
"""What is wanted: one value, cells as they are, or every value of an array."""

MARK: Final = "\N{LATIN LETTER BILABIAL CLICK}"
"""Begins the name that stands in a tree for a reference by address; no one's name begins with it."""
NOW: Final = MARK + "now"
ROW: Final = MARK + "row"
COLUMN: Final = MARK + "column"
"""Names of the moment, and of the row and the column of the formula."""
MAX_COLUMNS: Final = 40
"""Columns of a table in which INDEX looks for a computed one."""

_PASS_ON: Final = {"IF": 1, "IFERROR": 0, "IFNA": 0, "CHOOSE": 1}
"""Functions whose arguments from this one on are wanted as the function itself is."""
_OPERATORS: Final = {
    **dict(zip(("ADD", "MINUS", "MULTIPLY", "DIVIDE", "POW", "CONCAT"), "+-*/^&", strict=True)),
    "EQ": "=",
    "NE": "<>",
    "GT": ">",
    "GTE": ">=",
    "LT": "<",
    "LTE": "<=",
}
_FLAT: Final = frozenset({"INDEX", "MATCH"})
"""Functions that know places in one row or column only."""
_SAME: Final = frozenset({"TO_DATE", "TO_DOLLARS", "TO_PERCENT", "TO_PURE_NUMBER"})
"""Functions that change only how a value is shown."""


@dataclass
class Tree:
    """A formula's tree in the making; `refs` are its references by address, to which rewriting may add."""

    refs: list[Ref]
    names: set[str] = field(default_factory=set)
    columns: set[tuple[str, str]] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)

    def made(self, node: Node, wanted: Context = "cell") -> Node:
        """The node in the frame dialect, for a place where `wanted` is wanted."""
        match node:
            case Name(name) if name.startswith(MARK):
                return self.reference(node, wanted)
            case Name(name):
                self.names.add(name)
            case Column(table, column):
                self.columns.add((table, column))
            case Unary(op, operand):
                return Unary(op, self.made(operand, _inner(wanted)))
            case Percent(operand):
                return Percent(self.made(operand, _inner(wanted)))
            case Binary(op, left, right):
                return Binary(op, self.made(left, _inner(wanted)), self.made(right, _inner(wanted)))
            case Call():
                return self.call(node, wanted)
        return node

    def call(self, call: Call, wanted: Context) -> Node:
        """A call of one of our functions; what cannot be said in them stays, and is noted in `functions`.

        A wrong number of arguments is #N/A, as in Google Sheets.
        """
        if call.name == "ARRAYFORMULA" and len(call.args) == 1:
            return self.made(call.args[0], "array")
        rewrite = _REWRITES.get(call.name)
        other = rewrite(self, call.args) if rewrite else None
        if other is not None:
            return self.made(other, wanted)
        function = FUNCTIONS.get(call.name)
        if function is not None and not function.accepts(len(call.args)):
            return Error(NA)
        self.functions.add(call.name)
        if call.name in _FLAT and any(self.is_block(arg) for arg in call.args):
            self.functions.add(f"{call.name} of a block")
        return Call(call.name, tuple(self.argument(call, place, wanted) for place in range(len(call.args))))

    def argument(self, call: Call, place: int, wanted: Context) -> Node:
        """An argument of a call."""
        function = FUNCTIONS.get(call.name)
        inner: Context = "range"
        if wanted == "array" or call.name == "SUMPRODUCT":
            inner = "array"
        elif place >= _PASS_ON.get(call.name, len(call.args)):
            inner = wanted
        elif function is not None and function.argument(place) not in {"range", "values", "lookup", "array"}:
            inner = "cell"
        return self.made(call.args[place], inner)

    def reference(self, node: Name, wanted: Context) -> Node:
        """A reference by address; of a range where one value is wanted only what is beside the formula."""
        ref = self.ref(node)
        if ref is None or ref.single or wanted != "cell":
            return node
        return self.add(ref.beside())

    def ref(self, node: Node) -> Ref | None:
        """The reference that a node stands for."""
        if isinstance(node, Name) and node.name[1:].isdigit() and node.name.startswith(MARK):
            return self.refs[int(node.name[1:])]
        return None

    def is_block(self, node: Node) -> bool:
        """Whether a node refers to several rows of several columns."""
        ref = self.ref(node)
        return ref is not None and ref.width != 1 and ref.height != 1

    def add(self, ref: Ref) -> Name:
        """A node for one more reference."""
        self.refs.append(ref)
        return Name(f"{MARK}{len(self.refs) - 1}")


def _inner(wanted: Context) -> Context:
    return "array" if wanted == "array" else "cell"


Rewrite = Callable[[Tree, Sequence[Node]], Node | None]


def _vlookup(tree: Tree, args: Sequence[Node]) -> Node | None:
    ref = tree.ref(args[1]) if len(args) in (3, 4) else None
    if ref is None:
        return None
    found = Call("MATCH", (args[0], tree.add(ref.column(0)), _mode(args)))
    return Call("INDEX", (args[1], found, args[2]))


def _hlookup(tree: Tree, args: Sequence[Node]) -> Node | None:
    ref = tree.ref(args[1]) if len(args) in (3, 4) else None
    if ref is None or not isinstance(args[2], Number):
        return None
    place = int(args[2].value)
    if ref.height is None or not 1 <= place <= ref.height:
        return None
    found = Call("MATCH", (args[0], tree.add(ref.row(0)), _mode(args)))
    return Call("INDEX", (tree.add(ref.row(place - 1)), found))


def _mode(args: Sequence[Node]) -> Node:
    """How MATCH is to search for the last argument of VLOOKUP: FALSE or 0 for an equal one."""
    if len(args) < 4:
        return Number(1.0)
    if isinstance(args[3], Bool | Number):
        return Number(float(bool(args[3].value)))
    return Number(0.0) if isinstance(args[3], Missing) else Call("IF", (args[3], Number(1.0), Number(0.0)))


def _xlookup(tree: Tree, args: Sequence[Node]) -> Node | None:
    if len(args) not in (3, 4):
        return None
    if any(ref is None or ref.width != 1 for ref in map(tree.ref, args[1:3])):
        return None
    found = Call("INDEX", (args[2], Call("MATCH", (args[0], args[1], Number(0.0)))))
    return Call("IFNA", (found, args[3])) if len(args) == 4 else found


def _index(tree: Tree, args: Sequence[Node]) -> Node | None:
    """INDEX of more than one column, as INDEX of each of them."""
    ref = tree.ref(args[0]) if len(args) in (2, 3) else None
    if ref is None or ref.width == 1 or ref.width is None:
        return None
    if len(args) == 2:
        return None
    if ref.height == 1:
        return Call("INDEX", (args[0], args[2])) if args[1] == Number(1.0) else None
    if isinstance(args[2], Number):
        place = int(args[2].value)
        if place == 0:
            return None
        return Call("INDEX", (tree.add(ref.column(place - 1)), args[1])) if place <= ref.width else _OUTSIDE
    if ref.width > MAX_COLUMNS:
        return None
    each = (Call("INDEX", (tree.add(ref.column(place)), args[1])) for place in range(ref.width))
    return Call("CHOOSE", (args[2], *each))


_OUTSIDE: Final = Call("INDEX", (Number(1.0), Number(2.0)))


def _ifs(_: Tree, args: Sequence[Node]) -> Node | None:
    if len(args) < 2 or len(args) % 2:
        return Error(NA)
    return _first_of(list(zip(args[::2], args[1::2], strict=True)), Error(NA))


def _switch(_: Tree, args: Sequence[Node]) -> Node | None:
    if len(args) < 3:
        return Error(NA)
    cases = [(Binary("=", args[0], case), value) for case, value in zip(args[1::2], args[2::2], strict=False)]
    return _first_of(cases, Error(NA) if len(args) % 2 else args[-1])


def _first_of(cases: Sequence[tuple[Node, Node]], otherwise: Node) -> Node:
    for condition, value in reversed(cases):
        otherwise = Call("IF", (condition, value, otherwise))
    return otherwise


def _place(name: str, step: Callable[[Ref], Step]) -> Rewrite:
    """ROW and COLUMN: of the formula itself, or of a reference."""

    def rewrite(tree: Tree, args: Sequence[Node]) -> Node | None:
        ref = tree.ref(args[0]) if args else None
        if ref is None:
            return None if args else Name(name)
        index, moves = step(ref)
        return Binary("+", Name(name), Number(float(index))) if moves else Number(index + 1.0)

    return rewrite


def _length(of: Callable[[Ref], int | None]) -> Rewrite:
    def rewrite(tree: Tree, args: Sequence[Node]) -> Node | None:
        ref = tree.ref(args[0]) if len(args) == 1 else None
        length = None if ref is None else of(ref)
        return None if length is None else Number(float(length))

    return rewrite


def _completed(name: str, last: Node) -> Rewrite:
    """A call of one argument, with the second that Google adds where it is left out."""
    return lambda _, args: Call(name, (args[0], last)) if len(args) == 1 else None


def _operator(op: str) -> Rewrite:
    return lambda _, args: Binary(op, *args) if len(args) == 2 else None


_REWRITES: Final[dict[str, Rewrite]] = {
    **{name: _operator(op) for name, op in _OPERATORS.items()},
    **dict.fromkeys(_SAME, lambda _, args: args[0] if len(args) == 1 else None),
    "VLOOKUP": _vlookup,
    "HLOOKUP": _hlookup,
    "XLOOKUP": _xlookup,
    "INDEX": _index,
    **{name: _completed(name, Number(0.0)) for name in ("ROUND", "ROUNDUP", "ROUNDDOWN")},
    **{name: _completed(name, Number(1.0)) for name in ("CEILING", "FLOOR")},
    **{name: _completed(name, Missing()) for name in ("IFERROR", "IFNA")},
    "IFS": _ifs,
    "SWITCH": _switch,
    "ROW": _place(ROW, lambda ref: ref.top),
    "COLUMN": _place(COLUMN, lambda ref: ref.left),
    "ROWS": _length(lambda ref: ref.height),
    "COLUMNS": _length(lambda ref: ref.width),
    "NOW": lambda _, args: None if args else Name(NOW),
    "PI": lambda _, args: None if args else Number(3.141592653589793),
    "UMINUS": lambda _, args: Unary("-", args[0]) if len(args) == 1 else None,
    "ISERR": lambda _, args: (
        Binary(">", Call("ISERROR", tuple(args)), Call("ISNA", tuple(args))) if len(args) == 1 else None
    ),
    "ISNONTEXT": lambda _, args: Call("NOT", (Call("ISTEXT", tuple(args)),)) if len(args) == 1 else None,
}
"""What is said in other words; None leaves the call as it is."""
