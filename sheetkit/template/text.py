"""The YAML text of a template as plain data, with the line of every key and value, and its traps named."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from sheetkit.template.finding import Findings, Path

MAX_BYTES: Final = 1_000_000
"""The longest text that is read; the largest template we know of is a twentieth of it."""
MAX_DEPTH: Final = 30
"""How deep lists and keys may nest; the language itself needs nine levels."""

_YES_NO = re.compile(r"yes|no|on|off|y|n", re.IGNORECASE)
_FAST: Any = getattr(yaml, "CSafeLoader", None)
_TAG = "tag:yaml.org,2002:"
_LINE_LIMIT: Final = 60


@dataclass(slots=True)
class Plain:
    """What the text says as dicts, lists and scalars; `lines` maps each path to its line, counted from 1."""

    data: Any = None
    lines: dict[Path, int] = field(default_factory=dict)
    findings: Findings = field(default_factory=Findings)

    def line(self, path: Path) -> int:
        """The line of the path, or of the nearest part above it that is in the text."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def plain(text: str) -> Plain:
    """Read the text as `_plain` does, by libyaml where PyYAML has it, ten times as fast.

    What is wrong is told by PyYAML's own parser, whose messages are the same on every machine.
    """
    if _FAST is not None:
        result = _plain(text, _FAST)
        if not result.findings:
            return result
    return _plain(text, yaml.SafeLoader)


def _plain(text: str, loader: Any) -> Plain:
    """Read the text without running anything in it; whatever is wrong is in `findings`, at the line it is on.

    Anchors, aliases, merge keys and tags are refused: none is needed here, and nine short lines of them can unfold
    to gigabytes.
    """
    result = Plain()
    size = len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        _syntax(result, 1, f"The text has {size:,} bytes; a template may have {MAX_BYTES:,}.", "Shorten it.")
        return result
    try:
        if _events_are_plain(text, loader, result):
            node = yaml.compose(text, Loader=loader)
            result.data = _build(node, (), result) if node else None
            if node is None:
                _syntax(result, 1, "The text is empty.", "A template begins with name:, version: and title:.")
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        found, problem = _excerpt(text, line), error.problem or error.context or "it breaks off"
        _syntax(result, line, f"This is not YAML: {problem}, in: {found}", _yaml_hint(found, problem))
    except yaml.YAMLError as error:
        _syntax(result, 1, f"This is not YAML: {error}.", "Save the file as plain UTF-8 text.")
    return result


def _syntax(result: Plain, line: int, message: str, hint: str) -> None:
    """Note something wrong with the text itself, which has no path: the line stands for it."""
    path: Path = ("", line, len(result.findings))
    result.lines[path] = line
    result.findings.add(path, message, hint)


def _events_are_plain(text: str, loader: Any, result: Plain) -> bool:
    """Whether the text has one document, no anchors, aliases or tags, and no absurd depth."""
    depth = documents = 0
    for event in yaml.parse(text, Loader=loader):
        line = event.start_mark.line + 1 if event.start_mark else 1
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.DocumentStartEvent):
            documents += 1
        if depth > MAX_DEPTH:
            _syntax(result, line, f"Lists and keys nest deeper than {MAX_DEPTH} levels here.", "Check the brackets.")
            return False
        if documents > 1:
            _syntax(result, line, "A second document begins here.", "One file holds one template; remove the ---.")
            return False
        if anchor := getattr(event, "anchor", None):
            what = f"{'*' if isinstance(event, yaml.AliasEvent) else '&'}{anchor}"
            _syntax(result, line, f"{what} is an anchor or alias, which templates do not use.", _ANCHOR_HINT)
        elif tag := getattr(event, "tag", None):
            _syntax(result, line, f"{tag} is a YAML tag, which templates do not use.", "Write the plain value.")
    return not result.findings


_ANCHOR_HINT = "Write the value out; a text that begins with & or * needs quotes."


def _build(node: yaml.Node, path: Path, result: Plain) -> Any:
    """The plain value of a node, its line and those of all below it noted."""
    result.lines.setdefault(path, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, path, result)
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*path, index), result) for index, child in enumerate(node.value)]
    return _scalar(node, result)


def _mapping(node: yaml.MappingNode, path: Path, result: Plain) -> dict[str, Any]:
    """A mapping, each key given once. Keys are taken as the text they are: a column named No stays No."""
    mapping: dict[str, Any] = {}
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + 1
        if not isinstance(key_node, yaml.ScalarNode):
            _syntax(result, line, "A list or mapping stands where a key must be.", "Quote texts with { } or [ ].")
            continue
        key = key_node.value
        if key in mapping:
            first = result.lines[(*path, key)]
            _syntax(result, line, f"{key} is given twice here; the first is on line {first}.", "Keep one of them.")
            continue
        result.lines[(*path, key)] = line
        mapping[key] = _build(value_node, (*path, key), result)
    return mapping


def _scalar(node: yaml.Node, result: Plain) -> str | int | float | bool | None:
    """The value of a scalar; what YAML 1.1 would silently turn into something else is named instead."""
    text: str = node.value
    kind = node.tag.removeprefix(_TAG)
    line = node.start_mark.line + 1
    if kind in {"str", "value"}:
        return text
    if kind == "null":
        return None
    if kind == "bool":
        if _YES_NO.fullmatch(text):
            _syntax(result, line, f"{text} without quotes is read as true or false.", _either(text))
            return text
        return text.casefold() == "true"
    if kind == "int" and re.fullmatch(r"[-+]?(0|[1-9][0-9]*)", text):
        return int(text)
    if kind == "float" and re.fullmatch(r"[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?|[-+]?[0-9]+\.", text):
        return float(text)
    meaning = {
        "timestamp": "a date of YAML's own kind",
        "int": "a number of another base or of 60ths",
        "float": "a number of 60ths, an infinity or a not-a-number",
        "merge": "an instruction to merge",
    }.get(kind, f"a {kind}")
    _syntax(result, line, f"{text} without quotes is read as {meaning}.", f'Write "{text}" in quotes.')
    return text


def _either(text: str) -> str:
    meant = "true" if text.casefold() in {"yes", "on", "y"} else "false"
    return f'Write {meant} if that is meant, or "{text}" in quotes for the text.'


def _excerpt(text: str, line: int) -> str:
    lines = text.splitlines()
    found = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    return found if len(found) <= _LINE_LIMIT else found[: _LINE_LIMIT - 1] + "…"


def _yaml_hint(found: str, problem: str) -> str:
    if "\\t" in problem:
        return "Indent with spaces, not with tabs."
    if found.count(": ") > 1 or "=" in found:
        return "Put a text or formula that holds a colon, a # or a bracket in 'single quotes'."
    return "Check the indentation and the quotes here and on the line above."
