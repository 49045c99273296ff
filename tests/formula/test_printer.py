"""What is written is read back as the same formula, with no more parentheses than that needs."""

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sheetkit.core.errors import FormulaInvalid
from sheetkit.formula.ast import Binary, Call, Column, Name, Node, Number, Percent, Text, ThisRow, Unary
from sheetkit.formula.excel import structured
from sheetkit.formula.parse import parse
from sheetkit.formula.printer import number
from sheetkit.formula.text import to_text
from tests.formula.trees import NUMBERS, TREES

IDENTITY = (Path(__file__).parent / "identity.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("text", IDENTITY)
def test_a_formula_in_its_plainest_form_is_written_as_it_was_read(text: str) -> None:
    assert to_text(parse(text)) == text


PLAINER = [
    ("((1))", "1"),
    ("(1*2)+3", "1*2+3"),
    ("(1+2)+3", "1+2+3"),
    ("1+(2*3)", "1+2*3"),
    ("(-1)^2", "-1^2"),
    ("(1%)%", "1%%"),
    ("-(-1)", "--1"),
    (" IF( 1 , 2 )", "IF(1,2)"),
    ("=1", "1"),
    ("true", "TRUE"),
    ("1.50", "1.5"),
    ("1e2", "100"),
    ("_xlfn.xor(1)", "XOR(1)"),
    ("Cases[[#This Row],[Amount]]", "Cases[@Amount]"),
    ("Cases[[Amount]]", "Cases[Amount]"),
]


@pytest.mark.parametrize(("text", "plain"), PLAINER)
def test_another_spelling_is_written_in_its_plainest_form(text: str, plain: str) -> None:
    assert to_text(parse(text)) == plain


@settings(deadline=None)
@given(TREES)
@example(Binary("^", Unary("-", Number(2)), Number(2)))
@example(Percent(Unary("-", Binary("^", Number(2), Number(2)))))
def test_the_text_of_a_tree_means_that_tree(node: Node) -> None:
    assert parse(to_text(node)) == node


@settings(deadline=None)
@given(TREES)
def test_the_file_form_of_a_tree_means_that_tree_with_its_table_named(node: Node) -> None:
    assert parse(structured(node, "Cases")) == in_table(node, "Cases")


def in_table(node: Node, table: str) -> Node:
    """The tree with every `[@Column]` spelled out as `Table[@Column]`."""
    match node:
        case ThisRow(column, ""):
            return ThisRow(column, table)
        case Unary(op, operand):
            return Unary(op, in_table(operand, table))
        case Percent(operand):
            return Percent(in_table(operand, table))
        case Binary(op, left, right):
            return Binary(op, in_table(left, table), in_table(right, table))
        case Call(name, args):
            return Call(name, tuple(in_table(arg, table) for arg in args))
        case _:
            return node


@settings(deadline=None)
@given(TREES)
def test_no_pair_of_parentheses_could_be_left_out(node: Node) -> None:
    text = to_text(node)
    for opened, closed in grouping_pairs(text):
        without = text[:opened] + text[opened + 1 : closed] + text[closed + 1 :]
        assert reading(without) != node


def reading(text: str) -> Node | None:
    try:
        return parse(text)
    except FormulaInvalid:
        return None


def grouping_pairs(text: str) -> list[tuple[int, int]]:
    """Where parentheses that group stand: not those of a call, not those inside texts and brackets."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    quoted, brackets, at = False, 0, 0
    while at < len(text):
        char = text[at]
        if brackets and char == "'":
            at += 1
        elif char == '"' and not brackets:
            quoted = not quoted
        elif not quoted and char in "[]":
            brackets += 1 if char == "[" else -1
        elif not quoted and not brackets and char == "(":
            opened.append(at)
        elif not quoted and not brackets and char == ")":
            start = opened.pop()
            if not start or not (text[start - 1].isalnum()):
                pairs.append((start, at))
        at += 1
    return pairs


NUMBER_TEXTS = [
    (0.0, "0"),
    (3, "3"),
    (3.0, "3"),
    (0.1, "0.1"),
    (-2.5, "-2.5"),
    (1e15, "1000000000000000"),
    (1e20, "100000000000000000000"),
    (1e21, "1E+21"),
    (1e22, "1E+22"),
    (1e-7, "0.0000001"),
    (1.5e-300, "1.5E-300"),
    (12345678901234567, "12345678901234568"),
    (0.1 + 0.2, "0.30000000000000004"),
]


@pytest.mark.parametrize(("value", "text"), NUMBER_TEXTS)
def test_a_number_is_written_out_up_to_21_characters(value: float, text: str) -> None:
    assert number(value) == text


@settings(deadline=None)
@given(NUMBERS)
def test_a_number_is_read_back_to_the_last_bit(value: float) -> None:
    assert parse(number(value)) == Number(value)


@settings(deadline=None)
@given(st.floats(max_value=-1e-300, allow_infinity=False, allow_nan=False), st.sampled_from("^*/+-&="))
def test_a_negative_number_made_in_python_is_written_as_a_signed_one(value: float, op: str) -> None:
    for node in (Binary(op, Number(value), Number(2)), Binary(op, Number(2), Number(value)), Percent(Number(value))):
        assert parse(to_text(node)) == signed(node)


def signed(node: Node) -> Node:
    match node:
        case Number(value) if value < 0:
            return Unary("-", Number(-value))
        case Binary(op, left, right):
            return Binary(op, signed(left), signed(right))
        case Percent(operand):
            return Percent(signed(operand))
        case _:
            return node


UNWRITABLE: list[tuple[Node, str]] = [
    (Number(float("inf")), "cannot hold the number inf"),
    (Number(float("nan")), "cannot hold the number nan"),
    (Text("x" * 256), "has 256 characters; Excel takes 255"),
]


@pytest.mark.parametrize(("node", "says"), UNWRITABLE)
def test_a_literal_that_no_formula_can_hold_is_refused(node: Node, says: str) -> None:
    with pytest.raises(FormulaInvalid, match=says) as caught:
        to_text(node)
    assert caught.value.advice


def test_the_three_kinds_of_reference_in_a_template() -> None:
    sums = Call("SUM", (ThisRow("A b"), ThisRow("A", "T"), Column("T", "A b"), Name("Today")))
    assert to_text(sums) == "SUM([@[A b]],T[@A],T[A b],Today)"
