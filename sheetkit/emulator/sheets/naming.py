"""The API's names in the two ways in which Google writes them."""

import re
from functools import lru_cache

_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


@lru_cache(maxsize=1024)
def snake(name: str) -> str:
    """`addSheet` as Google's errors about JSON call it: `add_sheet`."""
    return _CAPITAL.sub("_", name).lower()
