"""From plain data to a Template: every key, type and pattern checked, each mistake told in words."""

from collections.abc import Mapping
from typing import Any, Final, get_args, get_origin

from pydantic import ValidationError

from sheetkit.template.finding import Findings, Path, advice
from sheetkit.template.model import Part, Template

_PATTERNS: Final = {
    r"^=": ("a formula begins with =", "Put = in front of it."),
    r"^[A-Za-z_][A-Za-z0-9_]*$": (
        "a name that formulas use has only letters, digits and _, and no digit first",
        "Write _ for each space.",
    ),
    r"^[a-z][a-z0-9-]*$": ("a template's name has only small letters, digits and -", "Write it like refund-log."),
    r"^[^\[\]#'@\r\n]+$": (
        "a column name cannot hold [ ] # ' @ or a line break",
        "Leave the sign out; it has a meaning in formulas.",
    ),
    r"^[^\[\]:*?/\\]+$": (r"a tab name cannot hold [ ] : * ? / or \ ", "Use a space or - instead."),
}


def shape(data: Any, findings: Findings) -> Template | None:
    """The template that the data describes, or None. What is wrong goes to `findings`, all of it at once."""
    if not isinstance(data, dict):
        found = "a list" if isinstance(data, list) else f"the text {str(data)[:40]!r}"
        hint = "Begin with name:, version: and title:."
        findings.add((), f"A template is a mapping of keys; this is {found}.", hint)
        return None
    try:
        return Template.model_validate(data)
    except ValidationError as error:
        for place, mistake in real_places(error).items():
            message, hint = _told(place, mistake, data)
            findings.add(place, message, hint)
        return None


def real_places(error: ValidationError) -> dict[Path, Mapping[str, Any]]:
    """Each place with its first mistake; pydantic lists the members of a union one by one, at the same place."""
    places: dict[Path, Mapping[str, Any]] = {}
    for mistake in error.errors(include_url=False):
        places.setdefault(_real(mistake["loc"]), mistake)
    return places


def _real(loc: Path) -> Path:
    """The location without pydantic's own marks for the members of a union (`str`, `tuple[str, ...]`)."""
    real: list[str | int] = []
    part: Any = Template
    for step in loc:
        inner = _step(part, step)
        if inner is None:
            real.extend([step] if isinstance(part, type) and issubclass(part, Part) else [])
            break
        real.append(step)
        part = inner
    return tuple(real)


def _step(annotation: Any, step: str | int) -> Any:
    """The annotation one step further down, or None where the step is not a key or index of it."""
    if isinstance(annotation, type) and issubclass(annotation, Part):
        field = annotation.model_fields.get(str(step))
        return field.annotation if field else None
    if annotation is None or get_origin(annotation) is None:
        return None
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is tuple and isinstance(step, int):
        return inner[0]
    if isinstance(origin, type) and issubclass(origin, Mapping) and isinstance(step, str):
        return inner[1]
    return next((found for member in inner if (found := _step(member, step)) is not None), None)


def part_at(path: Path) -> type[Part] | None:
    """The kind of part at a path, None where there is none."""
    here: Any = Template
    for step in path:
        here = _step(here, step)
    members = (here, *get_args(here))
    return next((member for member in members if isinstance(member, type) and issubclass(member, Part)), None)


def _told(place: Path, mistake: Mapping[str, Any], data: Any) -> tuple[str, str]:
    """The sentence and the hint for one of pydantic's mistakes."""
    key = str(place[-1]) if place else ""
    context = mistake.get("ctx", {})
    found = _found(value_at(data, place))
    match mistake["type"]:
        case "extra_forbidden":
            kind = part_at(place[:-1])
            known = list(kind.model_fields) if kind else []
            where = kind.__name__ if kind else "part"
            return f"{key} is not a key of a {_WORDS.get(where, where.lower())}.", advice(key, known)
        case "missing" if place and isinstance(place[-1], int):
            return f"{place[-2]} has too few entries.", "Write two: [smallest, largest]; null leaves an end open."
        case "missing":
            kind = part_at(place[:-1])
            where = _WORDS.get(kind.__name__, "part") if kind else "part"
            return f"This {where} has no {key}.", f"Add {key}: with a value."
        case "literal_error":
            words = [word.strip(" '") for word in context["expected"].replace(" or ", ", ").split(",")]
            words = [word or "nothing" for word in words]
            text = value_at(data, place)
            return f"{key} is {found}, which is none of: {', '.join(words)}.", advice(str(text), words)
        case "string_pattern_mismatch":
            why, hint = _PATTERNS.get(context["pattern"], ("it has the wrong form", ""))
            return f"{key} is {found}, but {why}.", hint
        case "string_too_long" | "string_too_short":
            limit = context.get("max_length", context.get("min_length"))
            side = "at most" if "max_length" in context else "at least"
            return f"{key} is {found}; it may have {side} {limit} characters.", "Change its length."
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            side, limit = next(iter(context.items()))
            return f"{key} is {found}; it must be {_SIDES[side]} {limit}.", "Choose another number."
        case kind_of:
            return f"{key} is {found}, but it must be {_expected(kind_of)}.", _shape_hint(kind_of)


_SIDES: Final = {"gt": "above", "ge": "at least", "lt": "below", "le": "at most"}
_WORDS: Final = {
    "ListOf": "list", "ChangeLog": "change log", "ChartOf": "chart", "SummaryColumn": "summary column",
    "Template": "template", "Setting": "setting", "Stamp": "stamp", "Column": "column", "Flag": "flag", "Rule": "rule",
    "Reminder": "reminder", "Measure": "measure", "Metric": "metric", "Summary": "summary", "Tab": "tab",
    "Spawn": "spawn",
}  # fmt: skip


def _expected(kind: str) -> str:
    """What a type error of pydantic asks for, in words."""
    table = (
        ("string", "a text"),
        ("int", "a whole number"),
        ("float", "a number"),
        ("bool", "true or false"),
        ("tuple", "a list"),
        ("list", "a list"),
        ("mapping", "a mapping of keys to values"),
        ("dict", "a mapping of keys to values"),
        ("model", "a mapping of keys to values"),
        ("too", "a list of another length"),
    )
    return next((words for start, words in table if kind.startswith(start)), "of another form")


def _shape_hint(kind: str) -> str:
    if kind.startswith("string"):
        return "Put it in quotes if it is meant as a text."
    if kind.startswith(("tuple", "list")):
        return "Write [a, b], or one entry a line, each after a dash."
    if kind.startswith(("model", "mapping", "dict")):
        return "Write its keys indented below it."
    return "See docs/templates.md."


def value_at(data: Any, path: Path) -> Any:
    """The value at a path of plain data; None where the path leads nowhere."""
    for step in path:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _found(value: Any) -> str:
    """A value as a message shows it."""
    if value is None:
        return "left empty"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    return repr(text if len(text) <= 60 else text[:59] + "…") if isinstance(value, str) else text
