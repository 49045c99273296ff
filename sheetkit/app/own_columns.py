"""People's own columns that one workbook of a pair lacks: made there before the two are synced."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sheetkit.app.trail import keep
from sheetkit.app.workbook import Opened, open_workbook
from sheetkit.audit.chain import Event
from sheetkit.core.errors import PatchRefused
from sheetkit.sync.base import StateFile
from sheetkit.sync.widening import Headers, Widening, lacking, shared, widened
from sheetkit.template.resolve import tab_of

Both = tuple[Opened, Opened]


@dataclass(frozen=True, slots=True)
class OwnColumn:
    """A column that a workbook lacked: the tab, the header, the workbook, and whether there was room to make it."""

    tab: str
    column: str
    path: str
    made: bool


def widen(
    both: Both, store: StateFile, at: str, rehearse: Callable[[], object], *, dry_run: bool
) -> tuple[Both, tuple[OwnColumn, ...]]:
    """Give each workbook the headers of own columns that the other one has, where there is room for them.

    `at` is the moment in UTC for the audit log. `rehearse` raises what would stop the sync, before anything is written.
    """
    met = _met(store)
    found = [_widening(both[side], both[1 - side], met) for side in (0, 1)]
    if dry_run or not any(one.made for one in found):
        return both, _told(both, found)
    rehearse()
    opened = list(both)
    for side, one in enumerate(found):
        if one.made:
            opened[side], found[side] = _write(both[side], both[1 - side], one, store, at)
    return (opened[0], opened[1]), _told(both, found)


def remember(store: StateFile, both: Both) -> None:
    """Remember the own columns that both have: one that goes away afterwards was deleted by a person."""
    met, now = _met(store), shared(both[0].parsed, both[1].parsed)
    union = {name: sorted({*met.get(name, ()), *now.get(name, ())}) for name in {**met, **now}}
    if union != met:
        store.put({"own": union})


def _met(store: StateFile) -> dict[str, list[str]]:
    return dict(store.get("own") or {}) if store.path.exists() else {}


def _widening(mine: Opened, other: Opened, met: Headers) -> Widening:
    return widened(mine.template, mine.parsed, mine.grid, lacking(other.parsed, mine.parsed, met))


def _write(mine: Opened, other: Opened, found: Widening, store: StateFile, at: str) -> tuple[Opened, Widening]:
    """Log the headers, write them, and read the workbook again; where its keeper refuses them there is no room."""
    actor = f"{other.backend.name} to {mine.backend.name}"
    events = [Event(actor, "column", tab, "", header) for tab, header in _headers(mine, found.made)]
    keep(store, events, at=at)
    try:
        mine.backend.patch(found.patch, mine.parsed.layout)
    except PatchRefused as error:
        keep(store, [Event(actor, "failed", after=error.message)], at=at)
        homeless = {name: [*found.made.get(name, ()), *found.homeless.get(name, ())] for name in found.made}
        return mine, Widening(found.patch, {}, {**found.homeless, **homeless})
    return open_workbook(mine.backend), found


def _told(both: Both, found: Sequence[Widening]) -> tuple[OwnColumn, ...]:
    return tuple(
        OwnColumn(tab, header, opened.backend.label, made)
        for opened, one in zip(both, found, strict=True)
        for made, headers in ((True, one.made), (False, one.homeless))
        for tab, header in _headers(opened, headers)
    )


def _headers(opened: Opened, headers: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    """The tab and the header of each."""
    return [(tab_of(opened.template, name).name, header) for name, own in headers.items() for header in own]
