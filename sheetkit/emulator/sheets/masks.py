"""Field masks: which fields of a JSON object a request means, and objects that take only those fields from another."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, TypeAlias

from sheetkit.emulator import mask
from sheetkit.emulator.document import Json
from sheetkit.emulator.errors import invalid

Mask: TypeAlias = Mapping[str, "Mask"]
"""A field mask as a tree: names to the masks below them. An empty tree, and the name "*", mean everything below."""


@lru_cache(maxsize=512)
def parse(text: str) -> Mask:
    """The tree of a mask such as `a,b.c,d(e,f)` or `a/b`; an empty text is an empty tree. Raises ApiError 400."""
    try:
        return mask.parse(text) if text.strip() else {}
    except mask.MaskInvalid as error:
        raise invalid(f"Invalid field mask: {text}") from error


def below(tree: Mask | None, name: str) -> Mask | None:
    """What a mask says of one field: None where it leaves the field out, an empty tree where it takes all of it."""
    if tree is None:
        return None
    if not tree or "*" in tree:
        return {}
    return tree.get(name)


def merged(old: Json | None, new: Json | None, tree: Mask) -> dict[str, Any]:
    """`old` with the fields of the mask taken from `new`: a field that `new` lacks is cleared."""
    new = new or {}
    if not tree or "*" in tree:
        return dict(new)
    answer = dict(old or {})
    for name, deeper in tree.items():
        value = new.get(name)
        if deeper and "*" not in deeper and (isinstance(value, Mapping) or value is None):
            value = merged(answer.get(name), value, deeper)
            value = value or None
        if value is None:
            answer.pop(name, None)
        else:
            answer[name] = value
    return answer
