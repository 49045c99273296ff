"""Opening a person's workbook with the template it carries."""

import json
from dataclasses import dataclass
from pathlib import Path

from sheetkit.app.places import Book, backend_of
from sheetkit.core.errors import NotSheetkitWorkbook
from sheetkit.records.describe import Description, describe
from sheetkit.records.keys import Sequences
from sheetkit.records.parse import parse
from sheetkit.records.place import Parsed
from sheetkit.template.load import load_template, load_text
from sheetkit.template.model import Template
from sheetkit.workbook.backend import Backend
from sheetkit.workbook.grid import Grid


@dataclass(frozen=True, slots=True)
class Opened:
    """A workbook that was read: who keeps it, what it says of itself, its rows, and its cells as read."""

    backend: Backend
    description: Description | None
    template: Template
    parsed: Parsed
    grid: Grid

    @property
    def sequences(self) -> Sequences:
        """The highest number given out in keys, by table and prefix; none where the file does not remember it."""
        try:
            found = json.loads(self.description.keys) if self.description else {}
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}


def open_workbook(book: Book, template: str | Path | None = None) -> Opened:
    """Read a workbook with the template it carries, or with `template` (a name or path) where it carries none.

    Raises FileMissing, PackageRefused, NotSheetkitWorkbook or TemplateInvalid.
    """
    backend = backend_of(book)
    grid = backend.read()
    description = describe(grid)
    if template is not None:
        found = load_template(template)
    elif description and description.text:
        found = load_text(description.text, f"{backend.name} ({description.template})")
    elif description and description.template:
        found = load_template(description.template)
    else:
        raise NotSheetkitWorkbook(path=backend.label)
    return Opened(backend, description, found, parse(found, grid), grid)
