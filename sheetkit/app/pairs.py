"""Which workbooks belong together: what they say of it themselves, and what is remembered."""

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

import platformdirs

from sheetkit.app.workbook import Opened
from sheetkit.sync.base import StateFile
from sheetkit.sync.run import SyncStopped
from sheetkit.sync.workbooks import marks_of
from sheetkit.workbook.backend import Backend

OTHERS: Final = "Name the two that belong together."
_NAME: Final = f"{OTHERS} For example: sheetkit sync cases.xlsx copy.xlsx"


STATE_VARIABLE: Final = "SHEETKIT_STATE"
"""The environment variable with the folder in which pairs are remembered."""


def state_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where pairs are remembered: the folder that SHEETKIT_STATE names, or one of the user's state folder."""
    if named := environment.get(STATE_VARIABLE, ""):
        return Path(named)
    return platformdirs.user_state_path("sheetkit") / "sync"


def pairs_of(opened: Opened, folder: Path) -> dict[str, StateFile]:
    """The pairs that a workbook says it belongs to, and what is remembered of them."""
    names = marks_of(opened.description)
    return {name: StateFile(folder / f"{name}.db", "") for name in names if name.isalnum()}


def partner(opened: Opened, known: Mapping[str, StateFile], reach: Callable[[str], Backend]) -> Backend:
    """The other workbook of the only pair of this one; files that are gone do not count where there are others."""
    mine = place_of(opened.backend.label)
    found = list(dict.fromkeys(_other_of(labels, mine) for store in known.values() if (labels := partners(store))))
    there = [label for label in found if "://" in label or Path(label).exists()] or found
    if not there:
        raise SyncStopped("It was not synced with another workbook yet.", path=opened.backend.label, hint=_NAME)
    if len(there) > 1:
        message = f"It is synced with {len(there)} workbooks: {', '.join(sorted(there))}."
        raise SyncStopped(message, path=opened.backend.label, hint="Name the one that is meant after it.")
    (label,) = there
    return reach(label)


def _other_of(labels: Sequence[str], mine: str) -> str:
    """The place of the workbook that is not at `mine`; the second one where both or neither are."""
    others = [label for label in labels if label != mine]
    return others[0] if len(others) == 1 else labels[1]


def partners(store: StateFile) -> list[str]:
    """Where the two workbooks of a pair were when they were synced last."""
    return [str(label) for label in store.get("labels") or ()] if store.path.exists() else []


def shared_pair(mine: Opened, yours: Opened, known: Mapping[str, StateFile], *, join: bool) -> str | None:
    """The pair that both workbooks say they belong to; None for a first sync. Raises SyncStopped."""
    if mine.template != yours.template:
        versions = [f"{one.template.name} {one.template.version}" for one in (mine, yours)]
        hint = "Build a new workbook from the newer template, and bring the rows over with `sheetkit import`."
        if mine.template.name != yours.template.name:
            hint = "They are workbooks of two kinds, so one of them is not the one that was meant. Nothing was changed."
        raise SyncStopped(f"The two follow different templates: {versions[0]} and {versions[1]}.", hint=hint)
    found = [name for name in known if name in marks_of(yours.description)]
    if found:
        return found[0]
    ids = [one.description.workbook_id if one.description else "" for one in (mine, yours)]
    if not join and (not ids[0] or ids[0] != ids[1]):
        message = f"{yours.backend.name} is no copy of {mine.backend.name}, and the two were never synced."
        hint = "If they belong together, run it again with --join: rows of both stay, and what differs waits for you."
        raise SyncStopped(message, path=yours.backend.label, hint=hint)
    return None


def place_of(label: str) -> str:
    """A workbook's place as pairs are remembered by: the whole path of a file, the address of a spreadsheet."""
    return os.path.realpath(label) if "://" not in label else label
