"""Single values of requests as the API takes them: numbers may come as text, enumerations as numbers."""

from collections.abc import Callable, Mapping
from typing import Any, Final

_INT32: Final = 2**31


def enumerated(values: tuple[str, ...], value: object) -> str | None:
    """One of the values, given by name or by number; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(values):
        return values[value]
    return value if isinstance(value, str) and value in values else None


def _integer(value: object) -> int | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = int(value) if isinstance(value, int | str) else int(value) if value.is_integer() else None
    except ValueError:
        return None
    return number if number is not None and -_INT32 <= number < _INT32 else None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return value if isinstance(value, int) else float(value)
    except ValueError:
        return None


def _truth(value: object) -> bool | None:
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value)
    return value if isinstance(value, bool) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


SCALARS: Final[Mapping[str, Callable[[object], Any]]] = {
    "int": _integer,
    "double": _number,
    "float": _number,
    "bool": _truth,
    "text": _text,
    "mask": _text,
}
"""How a value of each type is taken; None for one that does not fit."""
TYPES: Final[Mapping[str, str]] = {
    "int": "TYPE_INT32",
    "double": "TYPE_DOUBLE",
    "float": "TYPE_FLOAT",
    "bool": "TYPE_BOOL",
    "text": "TYPE_STRING",
    "mask": "type.googleapis.com/google.protobuf.FieldMask",
}
"""What Google's errors call the types."""
