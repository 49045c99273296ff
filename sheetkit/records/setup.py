"""The settings, lists and metrics of a workbook as people have changed them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sheetkit.core.values import CellValue, is_blank
from sheetkit.formula.parse import parse
from sheetkit.records.arrange import LISTS, SETTINGS
from sheetkit.records.blank import is_formula, typed_scalar
from sheetkit.records.cells import Cells, Note
from sheetkit.records.dates import date_order
from sheetkit.records.figures import OVERWRITTEN
from sheetkit.records.findings import Findings, as_text
from sheetkit.records.headers import fold
from sheetkit.records.named import Names
from sheetkit.records.references import Meaning
from sheetkit.records.typed import World, read_value
from sheetkit.template.model import ListOf, Metric, Setting, Tab, Template
from sheetkit.template.resolve import dashboard_tabs

_ORDER = "date_order"


def kin(template: Template) -> dict[str, list[frozenset[str]]]:
    """What stands on the Settings and the Lists tab for each name, folded."""
    settings = [frozenset({fold(setting.name)}) for setting in template.settings]
    lists = [frozenset({fold(entries.name), fold(entries.label)} - {""}) for entries in template.lists]
    return {SETTINGS: settings, LISTS: lists}


@dataclass
class Setup:
    """Reads the cells that have names. `world` is what was read so far, `frozen` whose formula became a value."""

    template: Template
    names: Names
    findings: Findings
    values: dict[str, CellValue] = field(default_factory=dict)
    lists: dict[str, Sequence[CellValue]] = field(default_factory=dict)
    frozen: set[str] = field(default_factory=set)

    def read(self) -> World:
        """Read everything; what is missing has the template's value, and is reported."""
        self.values |= dict.fromkeys(setting.name for setting in self.template.settings)
        self.world = World(self.template, self.values, self.lists)
        # The order of day and month decides how the other settings and lists read.
        for setting in sorted(self.template.settings, key=lambda setting: setting.name.casefold() != _ORDER):
            self._setting(setting)
            if setting.name.casefold() == _ORDER:
                self.world = replace(self.world, order=date_order(self.values[setting.name]))
        for entries in self.template.lists:
            self._list(entries)
        for tab in dashboard_tabs(self.template):
            self._metrics(tab)
        return self.world

    def _setting(self, setting: Setting) -> None:
        raw = self.names.cell(setting.name, setting.label, SETTINGS)
        label = setting.label or setting.name
        default = None if is_formula(setting.value) else typed_scalar(setting.value, setting.type)
        self.values[setting.name] = default
        if setting.name not in self.names.places:
            message = f"The setting {label} ({setting.name}) is gone. {as_text(default) or 'Nothing'} is used instead."
            hint = f"Restore its line on the Settings tab and give the value's cell the name {setting.name}."
            self.findings.add("setting-missing", message, hint, column=setting.name)
            return
        cell = Cells(label, setting.type, [raw], self._note(setting.name), self._computed(setting.name))
        read_value(cell, setting.choices, self.world)
        self.values[setting.name] = cell.typed()[0]
        if is_formula(setting.value):
            if not self._holds(setting.name, str(setting.value)) and not is_blank(raw):
                self.frozen.add(setting.name)
        elif is_blank(raw) and default is not None and not cell.computed:
            hint = f"Type a value, such as {as_text(default)}."
            cell.note("setting-blank", 0, f"The setting {label} is blank, which formulas take as 0.", hint)

    def _list(self, entries: ListOf) -> None:
        found = self.names.entries(entries)
        if found is None:
            self.lists[entries.name] = [typed_scalar(value, entries.type) for value in entries.values]
            message = f"The list {entries.label or entries.name} is gone. The template's own entries are used instead."
            hint = f"Restore its column on the {LISTS} tab and give the entries' cells the name {entries.name}."
            self.findings.add("list-missing", message, hint, column=entries.name)
            return
        place = self.names.places[entries.name]

        def note(code: str, row: int, message: str, hint: str) -> None:
            at = (found[row][0], place.column)
            self.findings.add(code, message, hint, tab=place.sheet, at=at, column=entries.name)

        cells = Cells(entries.label or entries.name, entries.type, [value for _, value in found], note)
        read_value(cells, (), self.world)
        self.lists[entries.name] = cells.typed()

    def _metrics(self, tab: Tab) -> None:
        gone: list[Metric] = []
        for metric in tab.metrics:
            self.values[metric.name] = self.names.cell(metric.name, metric.label, tab.name)
            if metric.name not in self.names.places:
                gone.append(metric)
            elif (metric.formula or metric.measure) and not self._computed(metric.name):
                self._typed_over(metric)
        home = self.names.grid.sheet(tab.name)
        for metric in gone if home or len(gone) < len(tab.metrics) else gone[:1]:
            what = f"The figure {metric.label} ({metric.name})" if home else f"The tab {tab.name}"
            message = f"{what} is not in the workbook, so it cannot be refreshed."
            hint = "Nothing needs to be done if it was removed on purpose."
            self.findings.add("dashboard-missing", message, hint, tab=home.name if home else "", column=metric.name)

    def _typed_over(self, metric: Metric) -> None:
        value = self.values[metric.name]
        self.frozen.add(metric.name)
        if metric.input and is_blank(value):
            message = f"{metric.label} is blank, and the figures below it need it."
            self._note(metric.name)("setting-blank", 0, message, "Undo that, or type a value.")
        elif not metric.input:
            what = "was cleared" if is_blank(value) else f"was typed over with {as_text(value)}"
            message = f"The formula of {metric.label} {what}. The figure no longer follows the records."
            self._note(metric.name)("figure-overwritten", 0, message, OVERWRITTEN)

    def _holds(self, name: str, formula: str) -> bool:
        """Whether the cell still holds the template's formula; another one is the person's own choice."""
        text = self.names.formula(name)
        meaning = Meaning({}, {}, {}, {})
        return text is not None and meaning.tree(text, "", -1) == meaning.folded(parse(formula), "")

    def _computed(self, name: str) -> frozenset[int]:
        return frozenset() if self.names.formula(name) is None else frozenset({0})

    def _note(self, name: str) -> Note:
        place = self.names.places[name]

        def note(code: str, row: int, message: str, hint: str) -> None:
            at = (place.row + row, place.column)
            self.findings.add(code, message, hint, tab=place.sheet, at=at, column=name)

        return note
