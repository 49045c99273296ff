"""The row that a key means, in whatever table it stands and however it is capitalised."""

from collections.abc import Iterator
from dataclasses import dataclass

from sheetkit.core.errors import SheetkitError
from sheetkit.records.keys import key_text
from sheetkit.records.nearest import Nearest
from sheetkit.records.place import Parsed
from sheetkit.template.model import Tab
from sheetkit.template.resolve import table_name, table_tabs


@dataclass(frozen=True, slots=True)
class Found:
    """A row: its tab, its number in the table (from 0), and its key as it is written there."""

    tab: Tab
    row: int
    key: str


class KeyUnknown(SheetkitError):  # noqa: N818 - the domain's word, not a suffix
    """No row has this key."""


class KeyAmbiguous(SheetkitError):  # noqa: N818
    """Several rows have this key."""


def find_row(parsed: Parsed, key: str, tab: str = "") -> Found:
    """The row with a key, in the tab of that name or in any. Case and white space around the key do not matter.

    Raises KeyUnknown with the nearest key, or KeyAmbiguous with the places of the rows.
    """
    tabs = _tabs(parsed, tab)
    wanted = key.strip().casefold()
    found = [row for row in _rows(parsed, tabs) if row.key.casefold() == wanted] if wanted else []
    if len(found) == 1:
        return found[0]
    exact = [row for row in found if row.key == key.strip()]
    if len(exact) == 1:
        return exact[0]
    if found:
        places = "; ".join(_where(parsed, row) for row in found[:10])
        raise KeyAmbiguous(f"The key {key.strip()!r} stands in {len(found)} rows: {places}.", hint=_advice(found))
    raise _unknown(parsed, tabs, key)


def _tabs(parsed: Parsed, name: str) -> list[Tab]:
    """The tabs whose rows have keys of their own; those that only collect from others are none."""
    keyed = [tab for tab in table_tabs(parsed.ledger.template) if tab.key and not tab.collects]
    if not name:
        return keyed
    folded = name.casefold()
    for tab in keyed:
        place = parsed.places.get(table_name(tab))
        if folded in {tab.name.casefold(), table_name(tab).casefold(), place.sheet.casefold() if place else ""}:
            return [tab]
    names = [tab.name for tab in keyed]
    near = Nearest(names).to(name)
    meant = f"Did you mean {near}?" if near else f"There are: {', '.join(names)}."
    raise KeyUnknown(f"There is no tab {name!r} whose rows have keys.", hint=meant)


def _rows(parsed: Parsed, tabs: list[Tab]) -> Iterator[Found]:
    for tab in tabs:
        for row, value in enumerate(parsed.ledger.tables[table_name(tab)].columns[tab.key]):
            if text := key_text(value):
                yield Found(tab, row, text)


def _where(parsed: Parsed, found: Found) -> str:
    table = parsed.ledger.tables[table_name(found.tab)]
    at = table.sheet_rows[found.row] + 1 if table.sheet_rows else 0
    return f"{found.tab.name}, row {at}" if at > 0 else found.tab.name


def _advice(found: list[Found]) -> str:
    if len({row.tab.name for row in found}) > 1:
        return f"Say which with --tab, such as --tab {found[0].tab.name!r}."
    return "Clear the key of the newer row and run `sheetkit update`, which gives it a key of its own."


def _unknown(parsed: Parsed, tabs: list[Tab], key: str) -> KeyUnknown:
    keys = [row.key for row in _rows(parsed, tabs)]
    near = Nearest(keys).to(key)
    if not keys:
        hint = "No row has a key yet; `sheetkit update` gives each row one."
    elif near:
        hint = f"Did you mean {near}?"
    else:
        hint = f"Keys look like {keys[0]}. A key stands in the first column of its row."
    return KeyUnknown(f"No row has the key {key.strip()!r}.", hint=hint)
