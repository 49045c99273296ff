"""The field masks of requests, held against the objects whose fields they name."""

from functools import lru_cache
from typing import Any

from sheetkit.emulator.document import Json
from sheetkit.emulator.errors import invalid
from sheetkit.emulator.sheets import masks
from sheetkit.emulator.sheets.batch import shapes
from sheetkit.emulator.sheets.masks import Mask


def mask(text: str, name: str, root: str = "") -> Mask:
    """The mask `text` over an object of the API; "*" is every field, a colour brings its style and the other way round.

    `root` is the name of the object in the request, which a path may wrongly begin with: Google takes it as said.
    Raises ApiError 400 when it lists nothing, or a field that the object lacks.
    """
    return _mask(text, name, root)


@lru_cache(maxsize=256)
def _mask(text: str, name: str, root: str) -> Mask:
    tree = masks.parse(text)
    if not tree:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    if root in tree and root not in shapes.fields_of(name):
        tree = tree[root] or {"*": {}}
    return _held(tree, name, "")


def _held(tree: Mask, name: str, above: str) -> Mask:
    fields = shapes.fields_of(name)
    if "*" in tree:
        return {key: {} for key in fields}
    result: dict[str, Any] = {}
    for key, below in tree.items():
        if key not in fields:
            raise invalid(f"Invalid field: {above}{key}")
        kind = fields[key]
        deep = below and shapes.known(kind.type) and not kind.repeated and not kind.mapped
        result[key] = _held(below, kind.type, f"{above}{key}.") if deep else {}
        for twin in (f"{key}Style", key.removesuffix("Style")):
            if "color" in key.lower() and twin in fields:
                result[twin] = {}
    return result


def merged(name: str, old: Json, new: Json, mask_: Mask) -> Json:
    """An object of the API with the fields of a mask taken from `new`, its fields in the order of the answers."""
    result = masks.merged(old, new, mask_) if mask_ else old
    return {key: result[key] for key in shapes.fields_of(name) if key in result}
