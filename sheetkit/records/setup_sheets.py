"""The sheets around the tables: guide, settings, lists, and the hidden one by which a file describes itself."""

import json
from collections.abc import Iterator, Mapping

from sheetkit.core.values import CellValue
from sheetkit.formula.ast import Bool, Node
from sheetkit.formula.parse import parse
from sheetkit.records.arrange import GUIDE, HIDDEN, LISTS, SETTINGS, list_height
from sheetkit.records.blank import is_formula
from sheetkit.records.ledger import Ledger
from sheetkit.records.look import number_format, width
from sheetkit.template.model import UNITS, Flag, FlagColour, Reminder, Setting, Tab, Template
from sheetkit.workbook.model import (
    Block,
    CellColumn,
    FlagRule,
    Link,
    Page,
    Role,
    Sheet,
    Style,
    Validation,
)

FORMAT_VERSION = 1
"""The version of the hidden tab's own shape."""
CHUNK = 30_000
"""Characters of the template's text in one cell; a cell holds 32,767."""


def settings_sheet(ledger: Ledger) -> Sheet:
    """The Settings tab: one named cell a setting."""
    template = ledger.template
    heads = ("Setting", "Value", "What it does", "Name in formulas", "Source")
    header = Block(
        0, 0, tuple(CellColumn([head], Style("header" if head == "Value" else "header_computed")) for head in heads)
    )
    rows = tuple(_setting(ledger, setting, row + 1) for row, setting in enumerate(template.settings))
    return Sheet(
        name=SETTINGS,
        blocks=(header, *rows),
        validations=tuple(_setting_rules(template)),
        widths={0: 30.0, 1: 20.0, 2: 64.0, 3: 22.0, 4: 36.0},
        heights={0: 22.0},
        freeze=(1, 0),
        tab_colour="setup",
        page=Page(footer=template.title, repeat_rows=(0, 0)),
        gridlines=False,
    )


def _setting(ledger: Ledger, setting: Setting, row: int) -> Block:
    formula: Node | None = None
    if is_formula(setting.value) and setting.name not in ledger.frozen:
        formula = parse(str(setting.value))
    style = Style("input", number_format(setting.type, str(ledger.names.get("Currency") or "")), align="left")
    return Block(
        row,
        0,
        (
            CellColumn([setting.label or setting.name], Style("label")),
            CellColumn([ledger.names.get(setting.name)], style, formula),
            CellColumn([setting.help or None], Style("note", wrap=True, align="left")),
            CellColumn([setting.name], Style("note", align="left")),
            CellColumn([setting.source or None], Style("note", wrap=True, align="left")),
        ),
    )


def _setting_rules(template: Template) -> Iterator[Validation]:
    for row, setting in enumerate(template.settings, start=1):
        message = (setting.help or "You may change this.")[:255]
        title = (setting.label or setting.name)[:32]
        if setting.choices:
            error = ("Choose one of: " + ", ".join(setting.choices))[:255]
            yield Validation(row, 1, row, 1, "list", setting.choices, title=title, message=message, error=error)
        else:
            yield Validation(row, 1, row, 1, "none", title=title, message=message)


def lists_sheet(ledger: Ledger) -> Sheet:
    """The Lists tab: one column a list, with blank cells below for new entries."""
    template = ledger.template
    blocks: list[Block] = []
    widths: dict[int, float] = {}
    for column, entries in enumerate(template.lists):
        values: list[CellValue] = list(ledger.lists.get(entries.name, entries.values))
        blank: list[CellValue] = [None] * (list_height(ledger, entries) - len(values))
        style = Style("input", number_format(entries.type), align="left")
        head = entries.label or entries.name
        blocks.append(Block(0, column, (CellColumn([head], Style("header", wrap=True)),)))
        blocks.append(Block(1, column, (CellColumn(values + blank, style),)))
        widths[column] = width(head, entries.type, values)
    rules = tuple(
        Validation(1, c, list_height(ledger, e), c, "none", title=(e.label or e.name)[:32], message=e.help[:255])
        for c, e in enumerate(template.lists)
        if e.help
    )
    return Sheet(
        name=LISTS,
        blocks=tuple(blocks),
        validations=rules,
        widths=widths,
        heights={0: 32.0},
        freeze=(1, 0),
        tab_colour="setup",
        page=Page(footer=template.title, repeat_rows=(0, 0)),
    )


_STEPS = (
    "Type in the white columns. Grey columns compute themselves.",
    "Start a new row in the first blank line of a table; leave its key blank, sheetkit fills it in.",
    "You may sort, filter, rename tabs, add your own columns and tabs: nothing of yours is ever overwritten.",
    "Run `sheetkit check` to see what is wrong, cell by cell; `sheetkit update` to bring everything up to date.",
    "Choices in dropdowns come from the Lists tab: add your own below the others. Numbers to tune are on Settings.",
)


def guide_sheet(ledger: Ledger, tabs: Mapping[str, str]) -> Sheet:
    """The first tab: what this workbook is, what each tab is for (`tabs`: name → help), and what the colours mean."""
    template = ledger.template
    blocks = [
        _text(0, template.title, "title"),
        _text(1, " ".join((template.about or template.audience).split()), "note"),
    ]
    row = 3
    blocks.append(_text(row, "How to use it", "subtitle"))
    for number, step in enumerate(_STEPS, start=1):
        blocks.append(_text(row + number, f"{number}.  {step}", "plain"))
    row += len(_STEPS) + 2
    blocks.append(_text(row, "The tabs", "subtitle"))
    links: list[Link] = []
    for name, help_text in tabs.items():
        row += 1
        cells = (CellColumn([name], Style("link")), CellColumn([help_text or None], Style("plain", wrap=True)))
        blocks.append(Block(row, 0, cells))
        links.append(Link(row, 0, sheet=name, tip=f"Go to {name}"))
    row += 2
    blocks.append(_text(row, "The colours", "subtitle"))
    flags: list[FlagRule] = []
    for tab, flag in _legend(template):
        row += 1
        text = f"{tab.name}: {flag.says or flag.name}"
        blocks.append(Block(row, 0, (CellColumn([flag.name]), CellColumn([text], Style("plain", wrap=True)))))
        flags.append(FlagRule(row, 0, row, 0, Bool(True), flag.colour))
    return Sheet(
        name=GUIDE,
        blocks=tuple(blocks),
        links=tuple(links),
        flags=tuple(flags),
        widths={0: 30.0, 1: 90.0},
        heights={0: 28.0},
        tab_colour="setup",
        page=Page(footer=template.title),
        gridlines=False,
    )


def _text(row: int, text: str, role: Role) -> Block:
    return Block(row, 0, (CellColumn([text], Style(role)),))


def _legend(template: Template) -> Iterator[tuple[Tab, Flag]]:
    labels = {setting.name: setting.label or setting.name for setting in template.settings}
    for tab in template.tabs:
        for flag in tab.flags:
            yield tab, flag
        for reminder in tab.reminders:
            about = (reminder.says or reminder.name).rstrip(".")
            for name, says, colour in _tier_colours(reminder, labels):
                yield tab, Flag(name=f"{reminder.name} {name}", when="=TRUE", colour=colour, says=f"{about}: {says}")


def _tier_colours(reminder: Reminder, labels: Mapping[str, str]) -> Iterator[tuple[str, str, FlagColour]]:
    """The colours that `reminder_rules` gives a date, with what each says; tiers run from the widest to the last."""

    def within(tier: int | str) -> str:
        if not tier:
            return "due today"
        unit, named = (
            (reminder.unit, "") if reminder.unit in UNITS else ("days", labels.get(reminder.unit, reminder.unit))
        )
        said = f", working days where {named} says so" if named else ""
        if isinstance(tier, str):
            return f'due within the {unit} of "{labels.get(tier, tier)}" on Settings{said}'
        return f"due within {tier} {unit if tier != 1 else unit.removesuffix('s')}{said}"

    yield "overdue", "overdue", "alarm"
    if reminder.tiers:
        yield "near", within(reminder.tiers[-1]), "warning"
    if len(reminder.tiers) > 1:
        yield "soon", within(reminder.tiers[0]), "notice"


def hidden_sheet(ledger: Ledger, text: str, keys: Mapping[str, Mapping[str, int]], created: str) -> Sheet:
    """The very hidden tab by which the file describes itself: its id, its template with full text, keys given out."""
    template = ledger.template
    rows: list[tuple[str, CellValue]] = [
        ("sheetkit", FORMAT_VERSION),
        ("id", ledger.workbook_id),
        ("template", template.name),
        ("version", template.version),
        ("keys", json.dumps(keys, sort_keys=True, ensure_ascii=False)),
        ("created", created),
    ]
    rows += [("text", text[start : start + CHUNK]) for start in range(0, len(text), CHUNK)]
    columns = (
        CellColumn([key for key, _ in rows], Style("plain")),
        CellColumn([value for _, value in rows], Style("plain", "@")),
    )
    return Sheet(name=HIDDEN, blocks=(Block(0, 0, columns),), visibility="very hidden")
