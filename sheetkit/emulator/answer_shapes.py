"""The fields that answers can have, by which a field mask is checked."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from sheetkit.emulator.mask import Tree
from sheetkit.emulator.sheets.batch import shapes


def _fields(name: str) -> Mapping[str, str] | None:
    """The fields of an object, each with the object that it holds or any other word; None for a name of no object."""
    if shapes.known(name):
        return {field: "" if kind.mapped else kind.type for field, kind in shapes.fields_of(name).items()}
    return _table().get(name)


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    text = resources.files(__package__).joinpath("answer_shapes.txt").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        name, *parts = line.split(" ")
        if name != "#":
            table[name] = {part.partition(":")[0]: part.partition(":")[2] for part in parts}
    return table


def unknown(tree: Tree, shape: str) -> str:
    """The first field of a mask that an object of the API has not, with dots between its steps; "" where it has all.

    What is below a plain value or a map is not looked at.
    """
    fields = _fields(shape)
    if fields is None:
        return ""
    for name, branch in tree.items():
        if name == "*":
            continue
        if name not in fields:
            return name
        if below := unknown(branch, fields[name]):
            return f"{name}.{below}"
    return ""
