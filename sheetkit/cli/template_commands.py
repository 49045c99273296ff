"""The commands on templates: which there are, what one holds, whether one is right, and their schema."""

import click

from sheetkit.cli.parameters import Commands, example, json_option
from sheetkit.cli.screen import columns, data, paint, say


@click.command(short_help="List the templates that come with sheetkit.", epilog=example("sheetkit templates"))
@json_option
def templates(as_json: bool) -> int:
    """List the templates that come with sheetkit: name, for whom, tabs."""
    from sheetkit.report.layout import paragraph
    from sheetkit.template.load import bundled, load_template

    found = [load_template(name) for name in bundled()]
    if as_json:
        _data("templates", {"templates": [_summary(template) for template in found]})
        return 0
    for template in found:
        say(paint(template.name, "title") + f"  {template.title}")
        if template.audience:
            say(paragraph(f"For: {template.audience}", "  ", columns()))
        say(paragraph(template.about, "  ", columns()))
        say(paragraph("Tabs: " + ", ".join(tab.name for tab in template.tabs), "  ", columns()))
    return 0


@click.group(cls=Commands, epilog=example("sheetkit template check my-template.yaml"))
def template() -> None:
    """Look into templates, and help with writing one."""


@template.command(
    short_help="List every mistake of a template.", epilog=example("sheetkit template check my-template.yaml")
)
@click.argument("file")
@json_option
def check(file: str, as_json: bool) -> int:
    """List every mistake of a template with its line: FILE is a YAML file, a folder or a name. 0 means it is right."""
    from sheetkit.core.errors import TemplateInvalid
    from sheetkit.report.layout import counted
    from sheetkit.report.problems import listing, summary
    from sheetkit.template.load import load_template

    try:
        loaded = load_template(file)
    except TemplateInvalid as error:
        if as_json:
            problems = [problem.as_dict() for problem in error.problems]
            _data("template check", {"path": file, "clean": False, "problems": problems})
        else:
            lines = listing(error.problems, most=None, columns=columns(), paint=paint)
            say([summary(error.problems, paint) + ":", *lines])
        return 1
    if as_json:
        _data("template check", {"path": file, "clean": True, "problems": []})
    else:
        say(paint(f"{file} is right", "good") + f": {loaded.title}, {counted(len(loaded.tabs), 'tab')}.")
    return 0


@template.command(
    short_help="Print the JSON Schema of templates.", epilog=example("sheetkit template schema > template.schema.json")
)
def schema() -> int:
    """Print the JSON Schema of templates, with which editors complete and check them as you type."""
    from sheetkit.template.schema import schema_text

    click.echo(schema_text(), nl=False)
    return 0


@template.command(
    short_help="Print the text of a template.", epilog=example("sheetkit template show refund-log > my-template.yaml")
)
@click.argument("name")
@json_option
def show(name: str, as_json: bool) -> int:
    """Print the text of a template, to read it or to start your own from it."""
    from sheetkit.template.load import find, load_text

    source = find(name)
    if as_json:
        _data("template show", {"template": _summary(load_text(source.text, source.origin)), "text": source.text})
    else:
        click.echo(source.text, nl=False)
    return 0


def _summary(template: object) -> dict[str, object]:
    """What the JSON output says of one template."""
    from sheetkit.template.model import Template

    assert isinstance(template, Template)  # noqa: S101 - the parameter's type costs a slow import
    tabs = [{"name": tab.name, "kind": tab.kind, "help": tab.help} for tab in template.tabs]
    parts = template.model_dump(include={"name", "version", "title", "audience", "about"})
    return {**parts, "tabs": tabs}


def _data(command: str, body: dict[str, object]) -> None:
    from sheetkit.app.results import JSON_VERSION

    data({"sheetkit": JSON_VERSION, "command": command, **body})
