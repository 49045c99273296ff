"""How large a workbook may be before sheetkit declines to open it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final, Self

from sheetkit.core.errors import PackageRefused

MEBIBYTE: Final = 1024 * 1024

ENVIRONMENT_PREFIX: Final = "SHEETKIT_LIMIT_"
"""`SHEETKIT_LIMIT_CELLS=50000000` raises `Limits.cells`; every field has its variable (docs/limits.md)."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The most that one file may ask of this machine; docs/limits.md says why each figure is what it is.

    Sizes are in bytes. `ratio` is unpacked size over packed size; it is judged only for parts above `ratio_from`.
    `tree_bytes` bounds the small parts that are parsed as a whole (workbook, styles, tables, relationships).
    `cells` bounds, for each sheet, the rectangle from A1 to its last used row and column; `formula_characters` the text
    of the formulas that its cells share, once it is spelled out for each cell.
    """

    file_bytes: int = 128 * MEBIBYTE
    part_bytes: int = 1024 * MEBIBYTE
    total_bytes: int = 2048 * MEBIBYTE
    tree_bytes: int = 16 * MEBIBYTE
    ratio: int = 200
    ratio_from: int = MEBIBYTE
    entries: int = 4096
    cells: int = 12_000_000
    formula_characters: int = 64_000_000

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """The limits, each as its environment variable says where there is one.

        Raises PackageRefused when a variable holds no whole number above zero.
        """
        changed = {}
        for name in (field.name for field in fields(cls)):
            variable = ENVIRONMENT_PREFIX + name.upper()
            text = environment.get(variable, "").strip()
            if text:
                if not (text.isascii() and text.isdigit() and int(text)):
                    raise PackageRefused(
                        f"The environment variable {variable} is {text!r}, which is no whole number above zero.",
                        hint=f"Set it to a number such as {getattr(LIMITS, name)}, or unset it.",
                    )
                changed[name] = int(text)
        return cls(**changed)


LIMITS: Final = Limits()
"""The limits when nobody says otherwise."""


def advice(name: str) -> str:
    """What to do about a file that is over the limit of that name."""
    variable = ENVIRONMENT_PREFIX + name.upper()
    return (
        f"If you trust the file, set {variable} above {getattr(LIMITS, name)} and try again. The file was not changed."
    )
