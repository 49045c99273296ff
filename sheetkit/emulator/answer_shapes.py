"""The fields that answers can have, by which a field mask is checked."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from sheetkit.emulator.mask import Tree


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
    fields = _table().get(shape)
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
