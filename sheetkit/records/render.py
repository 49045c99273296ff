"""Render: from a ledger whose formulas are computed to the workbook that shows it."""

from collections.abc import Mapping

from sheetkit.formula.layout import Layout
from sheetkit.records.arrange import LISTS, SETTINGS, arrange
from sheetkit.records.dashboard_sheet import dashboard_sheet
from sheetkit.records.ledger import Ledger
from sheetkit.records.setup_sheets import guide_sheet, hidden_sheet, lists_sheet, settings_sheet
from sheetkit.records.table_sheet import table_sheet
from sheetkit.template.model import Tab
from sheetkit.template.resolve import table_name
from sheetkit.workbook.model import DefinedName, Sheet, Workbook


def render(
    ledger: Ledger, *, text: str, created: str = "", keys: Mapping[str, Mapping[str, int]] | None = None
) -> Workbook:
    """The workbook of a ledger that `compute.recompute` has filled.

    `text` is the template's YAML, `created` an ISO date, `keys` the highest sequence number given out, by table and
    prefix; all three are kept in the hidden tab.
    """
    template = ledger.template
    layout = arrange(ledger)
    sheets = [guide_sheet(ledger, _tabs(ledger))]
    sheets += [_sheet(ledger, tab, layout) for tab in template.tabs]
    if template.settings:
        sheets.append(settings_sheet(ledger))
    if template.lists:
        sheets.append(lists_sheet(ledger))
    sheets.append(hidden_sheet(ledger, text, keys or {}, created))
    names = tuple(
        DefinedName(name, place.sheet, place.row, place.column, place.rows, place.columns)
        for name, place in layout.names.items()
    )
    return Workbook(
        tuple(sheets),
        names,
        layout,
        title=template.title,
        subject=template.about,
        author="sheetkit",
        currency=str(ledger.names.get("Currency") or template.currency),
    )


def _sheet(ledger: Ledger, tab: Tab, layout: Layout) -> Sheet:
    if tab.kind == "table":
        return table_sheet(ledger, tab, layout.tables[table_name(tab)])
    return dashboard_sheet(ledger, tab, dict(layout.tables))


def _tabs(ledger: Ledger) -> dict[str, str]:
    tabs = {tab.name: tab.help for tab in ledger.template.tabs}
    if ledger.template.settings:
        tabs[SETTINGS] = "Numbers and choices that the formulas use; change them here, once."
    if ledger.template.lists:
        tabs[LISTS] = "The choices in the dropdowns; write new ones below the others."
    return tabs
