"""Where a formula holds a whole column in the place of one value, which each program would read in its own way."""

from dataclasses import dataclass, field
from typing import Final, Literal

from sheetkit.formula.ast import Binary, Call, Column, Name, Node, Percent, Unary
from sheetkit.formula.functions import FUNCTIONS, Function, Takes
from sheetkit.formula.scope import Issue, Scope
from sheetkit.formula.text import to_text

Shape = Literal["single", "range", "array", "unknown"]
"""One value, a reference to many cells, many values computed from such a reference, or what an issue already names."""

WIDE: Final = frozenset({"range", "array"})

Setting = Literal["plain", "product", "array"]
"""How whole columns are computed: not at all, within SUMPRODUCT, or in an array formula."""


def misshapen(node: Node, scope: Scope) -> list[Issue]:
    """One issue for each whole column that stands where one value must be, or one value where a column must be."""
    shapes = _Shapes(scope)
    if shapes.of(node, "array" if scope.array else "plain") in WIDE:
        shapes.report(
            f"{to_text(node)} is a whole column, and a cell holds one value.", "Sum it, count it, or use INDEX."
        )
    return shapes.issues


@dataclass(frozen=True, slots=True)
class _Shapes:
    """A walk over one formula; what is reported counts as unknown, so that it is reported once."""

    scope: Scope
    issues: list[Issue] = field(default_factory=list)

    def report(self, message: str, hint: str) -> Shape:
        self.issues.append(Issue(message, hint))
        return "unknown"

    def of(self, node: Node, setting: Setting) -> Shape:
        match node:
            case Column():
                return "range"
            case Name(name):
                named = self.scope.names.get(name)
                return "unknown" if named is None else "range" if named.range else "single"
            case Unary(op, operand):
                return self.computed((operand,), op, setting)
            case Percent(operand):
                return self.computed((operand,), "%", setting)
            case Binary(op, left, right):
                return self.computed((left, right), op, setting)
            case Call(name, args):
                function = FUNCTIONS.get(name)
                if function and function.accepts(len(args)):
                    return self.call(function, args, setting)
                return "unknown"
        return "single"

    def computed(self, operands: tuple[Node, ...], op: str, setting: Setting) -> Shape:
        shapes = [self.of(operand, setting) for operand in operands]
        if "unknown" in shapes:
            return "unknown"
        wide = [operand for operand, shape in zip(operands, shapes, strict=True) if shape in WIDE]
        if wide and setting == "plain":
            return self.too_wide(wide[0], op)
        return "array" if wide else "single"

    def call(self, function: Function, args: tuple[Node, ...], setting: Setting) -> Shape:
        result: Shape = "single"
        for index, arg in enumerate(args):
            takes = function.argument(index)
            shape = self.of(arg, "product" if takes == "array" and setting == "plain" else setting)
            if takes in {"number", "text", "any", "criterion"}:
                if shape in WIDE:
                    result = self.lifted(function, arg, setting)
            elif not self.fits(takes, shape):
                self.report(
                    f"{function.name} wants a whole column, and {to_text(arg)} is none.",
                    "Write Table[Column] or the name of a list.",
                )
        return result

    def lifted(self, function: Function, arg: Node, setting: Setting) -> Shape:
        """What comes out when a function of single values is given a whole column."""
        if setting == "plain":
            return self.too_wide(arg, function.name)
        if function.lifts == "never":
            return self.report(
                f"{function.name} cannot run over the whole of {to_text(arg)}.", "Compute it in a column of its own."
            )
        if function.lifts == "array" and setting == "product":
            return self.report(
                f"Excel 2016 does not run {function.name} over a whole column inside SUMPRODUCT.",
                "Multiply by the condition instead, or use a column of its own.",
            )
        return "array"

    def fits(self, takes: Takes, shape: Shape) -> bool:
        if takes == "range":
            return shape in {"range", "unknown"}
        return takes != "lookup" or shape != "single"

    def too_wide(self, node: Node, wanted_by: str) -> Shape:
        return self.report(
            f"{to_text(node)} is a whole column, and {wanted_by} wants one value.",
            "Write [@Column] for the cell of this row, or put it into SUMPRODUCT.",
        )
