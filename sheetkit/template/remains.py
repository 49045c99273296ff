"""What is left of a template whose shape has mistakes, so that the rest of it is checked in the same run."""

import re
from collections.abc import Collection, Iterable
from typing import Any, Final

from pydantic import ValidationError

from sheetkit.template.check import check
from sheetkit.template.finding import Finding, Findings, Path
from sheetkit.template.model import Template
from sheetkit.template.shape import real_places, value_at

_ROUNDS: Final = 6
"""Leaving one thing out may leave its owner without what it needs; a template nests no deeper than this."""
_STAND_INS: Final = {"name": "template", "version": 1, "title": "Template"}
"""What the top of a template needs and nothing else refers to."""


def check_remains(data: dict[str, Any], broken: Collection[Path]) -> Findings:
    """What `check` finds in the parts of a template that its mistakes in shape, at the places `broken`, leave whole.

    Findings that may only follow from those mistakes are left out: those inside a broken part, and those that name one.
    Nothing is found when a whole section, such as all settings, is lost.
    """
    if any(_section_is_lost(data, place) for place in broken):
        return Findings()
    removed = set(broken)
    for _ in range(_ROUNDS):
        try:
            template = Template.model_validate(_STAND_INS | _without(data, removed))
        except ValidationError as error:
            removed |= {_original(place, data, removed)[:-1] for place in real_places(error)}
        else:
            owners = {_named(data, place) for place in removed}
            names = {name for owner in owners for name in _called(data, owner)}
            moved = (Finding(_original(f.path, data, removed), f.message, f.hint) for f in check(template))
            nameless = any(place[-1] == "name" for place in broken)
            return Findings(f for f in moved if not (_follows(f, owners, names) or (nameless and _misses(f))))
    return Findings()


def _section_is_lost(data: dict[str, Any], place: Path) -> bool:
    """Whether the place is a whole section of the template, or a key that may be a misspelt one."""
    return (
        len(place) < 2 and (not place or place[0] not in _STAND_INS) and isinstance(value_at(data, place), list | dict)
    )


def _without(data: Any, removed: Collection[Path], path: Path = ()) -> Any:
    """The data without the places removed."""
    if isinstance(data, dict):
        kept = {key: value for key, value in data.items() if (*path, key) not in removed}
        return {key: _without(value, removed, (*path, key)) for key, value in kept.items()}
    if isinstance(data, list):
        return [_without(v, removed, (*path, i)) for i, v in enumerate(data) if (*path, i) not in removed]
    return data


def _original(path: Path, data: Any, removed: Collection[Path]) -> Path:
    """Where a place of the data without the removed ones is in the whole data."""
    found: Path = ()
    for step in path:
        here = value_at(data, found)
        if isinstance(step, int) and isinstance(here, list):
            kept = [index for index in range(len(here)) if (*found, index) not in removed]
            found = (*found, kept[step] if step < len(kept) else step)
        else:
            found = (*found, step)
    return found


def _named(data: Any, place: Path) -> Path:
    """The innermost part with a name that the place is in; () when that is the whole template."""
    for length in range(len(place), 1, -1):
        here = value_at(data, place[:length])
        if isinstance(here, dict) and "name" in here:
            return place[:length]
    return () if len(place) < 2 else place[:2]


def _called(data: Any, owner: Path) -> Iterable[str]:
    """What messages may call a part: its name, its table's, its name as a table's."""
    here = value_at(data, owner) if owner else None
    if isinstance(here, dict):
        words = [here.get("name"), here.get("table")]
        for word in words:
            if isinstance(word, str) and word:
                yield from {word, word.replace(" ", "_")}


def _follows(finding: Finding, owners: Collection[Path], names: Collection[str]) -> bool:
    """Whether a finding may only follow from a mistake in shape."""
    inside = any(owner and finding.path[: len(owner)] == owner for owner in owners)
    return inside or any(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", finding.message) for name in names)


def _misses(finding: Finding) -> bool:
    """Whether a finding says that something is not there, which a part without a proper name may be."""
    return bool(
        re.match(r"There is no (setting|table|list)\b|.* has no column |.* is neither a column ", finding.message)
    )
