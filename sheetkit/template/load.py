"""Loads a template by name, from a file or folder, or from a text, and names every mistake with file and line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Final, Literal

from sheetkit.core.errors import FileMissing, SheetkitError, TemplateInvalid
from sheetkit.core.problem import Problem
from sheetkit.template.beside import rows_of
from sheetkit.template.check import check
from sheetkit.template.finding import Findings, advice
from sheetkit.template.model import Template
from sheetkit.template.remains import check_remains
from sheetkit.template.resolve import table_name, table_tabs
from sheetkit.template.shape import shape
from sheetkit.template.text import MAX_BYTES, Plain, plain

FILE_NAME: Final = "template.yaml"
"""The file that a template's folder holds."""
CODE: Final = "template"
"""The code of every problem of a template; what differs is the place and the message."""


@dataclass(frozen=True, slots=True)
class Source:
    """The text of a template, where it came from (for messages), and the folder that its samples lie in."""

    text: str
    origin: str
    folder: Path | None = None


def bundled_folder() -> Path:
    """Where the templates lie that come with sheetkit: inside the installed package, or beside it in a checkout."""
    package = Path(str(files("sheetkit")))
    packed = package / "_templates"
    return packed if packed.is_dir() else package.parent / "templates"


def bundled() -> tuple[str, ...]:
    """The names of the templates that come with sheetkit."""
    return tuple(sorted(path.parent.name for path in bundled_folder().glob(f"*/{FILE_NAME}")))


def find(source: str | Path) -> Source:
    """The text behind a bundled name, a folder or a YAML file.

    Raises FileMissing, with the nearest name, when there is none, and TemplateInvalid when it is not UTF-8 text.
    """
    path = _path(source)
    size = path.stat().st_size
    raw = path.read_bytes()[: MAX_BYTES + 4] if size <= MAX_BYTES else b" " * (MAX_BYTES + 1)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problem = Problem(
            code=CODE,
            message=f"Byte {error.start + 1} of the file is not UTF-8 text.",
            hint="Save the file as UTF-8.",
            tab=str(source),
            cell=f"line {line}",
        )
        raise TemplateInvalid(path=str(source), problems=[problem]) from None
    origin = path.parent.name + "/" + path.name if path.parent.parent == bundled_folder() else str(path)
    return Source(text, origin, path.parent)


def load_template(source: str | Path) -> Template:
    """The template of a bundled name (`refund-log`), a folder with a template.yaml, or a path to a .yaml file.

    The CSV files that lie beside it are checked too. Raises FileMissing, or TemplateInvalid with all mistakes at once:
    each problem has the file as `tab` and the line as `cell` ("line 12").
    """
    found = find(source)
    template = load_text(found.text, found.origin)
    read_beside(template, found, "presets", lacking=True)
    for name in (None, *template.sample_sets):
        read_beside(with_sample(template, name), found, "samples", lacking=True)
    return template


def with_sample(template: Template, name: str | None) -> Template:
    """The template with one of its sample sets in place of its own sample; None keeps that.

    Raises SheetkitError, with the nearest name, when there is no such set.
    """
    if name is None:
        return template
    if name not in template.sample_sets:
        others = advice(name, template.sample_sets) or "It has no other samples."
        hint = f"{others} --sample fills the workbook with the template's own." if template.samples else others
        raise SheetkitError(f"The template {template.name} has no sample set {name}.", hint=hint)
    return template.model_copy(update={"samples": template.sample_sets[name]})


def read_beside(
    template: Template, source: Source, kind: Literal["presets", "samples"], *, lacking: bool = False
) -> dict[str, Mapping[str, list[str]]]:
    """The preset or sample rows of a template: table → column → texts. Without a folder there are none.

    Raises TemplateInvalid, with everything that is wrong in all files; a file may be missing where `lacking` allows it.
    """
    found: dict[str, Mapping[str, list[str]]] = {}
    problems: list[Problem] = []
    for tab in table_tabs(template):
        name = getattr(template, kind).get(tab.name)
        if not name or source.folder is None or (lacking and not (source.folder / name).exists()):
            continue
        try:
            text = (source.folder / name).read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            what = "is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else "cannot be read"
            hint = f"It holds the {kind} of {tab.name}; put it beside the template, or take it out of {kind}."
            problems.append(Problem(code=CODE, message=f"The file {what}.", hint=hint, tab=name, cell="line 1"))
            continue
        beside = rows_of(text, tab, name)
        problems += beside.problems
        found[table_name(tab)] = beside.columns
    if problems:
        raise TemplateInvalid(_headline(problems), path=source.origin, problems=problems)
    return found


def load_text(text: str, origin: str = "template") -> Template:
    """The template that a YAML text holds; `origin` is what messages call it. Raises TemplateInvalid as above."""
    source = plain(text)
    findings = source.findings
    template = None if source.data is None else shape(source.data, findings)
    if template is not None:
        findings.extend(check(template))
    elif isinstance(source.data, dict):
        findings.extend(check_remains(source.data, [f.path for f in findings if f.path[:1] != ("",)]))
    if findings or template is None:
        raise TemplateInvalid(_headline(findings), path=origin, problems=_problems(findings, source, origin))
    return template


def _path(source: str | Path) -> Path:
    """The YAML file that a source means: a bundled name goes before a path of the same spelling."""
    text = str(source)
    if isinstance(source, str) and text in bundled():
        return bundled_folder() / text / FILE_NAME
    path = Path(source)
    if path.is_dir() and (path / FILE_NAME).is_file():
        return path / FILE_NAME
    if path.is_file():
        return path
    if path.is_dir():
        raise FileMissing(f"There is no {FILE_NAME} in this folder.", path=text, hint="Name the .yaml file itself.")
    raise FileMissing("There is no such template.", path=text, hint=advice(text, bundled(), "template"))


def _headline(findings: Sequence[object]) -> str:
    many = len(findings)
    return f"The template has {many} mistake{'s' if many != 1 else ''}."


def _problems(findings: Findings, source: Plain, origin: str) -> list[Problem]:
    """The findings by line, as problems."""
    problems = [
        (
            source.line(finding.path),
            Problem(
                code=CODE,
                message=finding.message,
                hint=finding.hint,
                tab=origin,
                cell=f"line {source.line(finding.path)}",
            ),
        )
        for finding in findings
    ]
    return [problem for _, problem in sorted(problems, key=lambda pair: pair[0])]
