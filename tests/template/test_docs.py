"""The documents say what the code says: every key is in the reference, examples load, features have their place."""

import re
from pathlib import Path
from typing import get_args

import pytest

from sheetkit.template import model
from sheetkit.template.load import load_template, load_text

ROOT = Path(__file__).parents[2]
REFERENCE = (ROOT / "docs/templates.md").read_text(encoding="utf-8")
FEATURES = (ROOT / "templates/README.md").read_text(encoding="utf-8")

SECTIONS: dict[str, type[model.Part]] = {
    "The template": model.Template,
    "Settings": model.Setting,
    "Lists": model.ListOf,
    "Tabs": model.Tab,
    "Columns": model.Column,
    "Stamps": model.Stamp,
    "Flags": model.Flag,
    "Rules": model.Rule,
    "Reminders": model.Reminder,
    "Change logs": model.ChangeLog,
    "Spawns": model.Spawn,
    "Metrics": model.Metric,
    "Summaries": model.Summary,
    "Summary columns": model.SummaryColumn,
    "Measures": model.Measure,
    "Charts": model.ChartOf,
}


def section(title: str) -> str:
    """The part of the reference under a heading of the third level."""
    return REFERENCE.partition(f"\n### {title}\n")[2].partition("\n### ")[0]


def rows(text: str) -> dict[str, tuple[str, str]]:
    """Key → default and description of the table in a section."""
    found = re.findall(r"^\| `(\w+)` \| (.*?) \| (.*) \|$", text, re.MULTILINE)
    return {key: (default, said) for key, default, said in found}


def test_every_part_of_a_template_has_a_section() -> None:
    parts = {part for part in vars(model).values() if isinstance(part, type) and issubclass(part, model.Part)}
    assert parts - {model.Part} == set(SECTIONS.values())


@pytest.mark.parametrize("title", SECTIONS)
def test_the_reference_has_every_key_as_the_model_describes_it(title: str) -> None:
    documented = rows(section(title))
    fields = SECTIONS[title].model_fields
    assert {key: said for key, (_, said) in documented.items()} == {key: f.description for key, f in fields.items()}
    assert [key for key, (default, _) in documented.items() if default == "needed"] == [
        key for key, f in fields.items() if f.is_required()
    ]


@pytest.mark.parametrize("kind", get_args(model.ColumnType))
def test_the_reference_explains_every_type(kind: str) -> None:
    types = REFERENCE.partition("\n## Types\n")[2].partition("\n## ")[0]
    assert f"`{kind}`" in types


def test_the_tutorial_is_a_whole_system_in_thirty_lines() -> None:
    text = re.findall(r"```yaml\n(.*?)```", REFERENCE, re.DOTALL)[0]
    assert len(text.splitlines()) <= 30
    assert load_text(text, "tutorial").name == "keys"


def test_every_feature_of_the_refund_log_names_a_place_that_exists() -> None:
    template = load_template("refund-log")
    known = {setting.name for setting in template.settings} | {entries.name for entries in template.lists}
    for tab in template.tabs:
        known |= {tab.name} | {column.name for column in tab.columns} | {flag.name for flag in tab.flags}
        known |= {reminder.name for reminder in tab.reminders} | {metric.name for metric in tab.metrics}
        for summary in tab.summaries:
            known |= {summary.name} | {figure.name for figure in summary.columns}
    lines = re.findall(r"^\| (L\d) \| .+? \| (.+) \|$", FEATURES, re.MULTILINE)
    assert [feature for feature, _ in lines] == [f"L{number}" for number in range(1, 8)]
    for feature, where in lines:
        places = {place for place in re.findall(r"`(.+?)`", where) if not place.startswith("sheetkit ")}
        assert places, feature
        assert places <= known, (feature, places - known)
