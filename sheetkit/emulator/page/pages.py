"""The pages as HTML: the list of all spreadsheets, and one spreadsheet."""

from functools import lru_cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import DictLoader, Environment, StrictUndefined

from sheetkit.emulator.days import up_to_date
from sheetkit.emulator.page.view import Looks, summary, tabs
from sheetkit.emulator.store import FOLDER
from sheetkit.emulator.world import World

_TEMPLATES: Final = ("frame.html.j2", "list.html.j2", "sheet.html.j2", "nothing.html.j2")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    package = files("sheetkit.emulator.page")
    texts = {name: package.joinpath(name).read_text(encoding="utf-8") for name in _TEMPLATES}
    return Environment(
        loader=DictLoader(texts), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def _rendered(name: str, **values: Any) -> str:
    return _environment().get_template(name).render(**values)


def list_page(world: World, base: str) -> str:
    """The page that lists every spreadsheet, the last changed first."""
    folders = {file.id: file.name for file in world.store.files() if file.mime_type == FOLDER}
    found = [
        summary(file.document)
        | {
            "id": file.id,
            "owner": file.owner,
            "modified": file.modified,
            "trashed": file.trashed,
            "folder": ", ".join(folders[parent] for parent in file.parents if parent in folders),
            "shared": len(file.permissions) > 1,
        }
        for file in sorted(world.store.files(), key=lambda file: file.modified, reverse=True)
        if file.document
    ]
    return _rendered("list.html.j2", spreadsheets=found, base=base)


def sheet_page(world: World, file_id: str) -> str | None:
    """The page of one spreadsheet; None where there is none."""
    file = world.store.get(file_id)
    if file is None or file.document is None:
        return None
    document = up_to_date(world.store, file, world.clock.now())
    looks = Looks()
    shown = tabs(document, world.clock.now(), looks)
    return _rendered(
        "sheet.html.j2",
        title=document.properties.get("title", ""),
        tabs=shown,
        looks=looks.css,
        file=file,
        locale=document.properties.get("locale", ""),
        zone=document.properties.get("timeZone", ""),
    )


def nothing_page(path: str) -> str:
    """The page for a spreadsheet that is not there."""
    return _rendered("nothing.html.j2", path=path)
