"""Drive's search language, `name = 'A' and trashed = false`: read it and ask it of files."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from sheetkit.emulator.drive.metadata import root_of
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.store import File
from sheetkit.emulator.users import User

Test: TypeAlias = Callable[[File, User], bool]
"""Whether a file is one of those that a user looks for."""
_TOKEN: Final = re.compile(
    r"\s*(?:(?P<text>'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")|(?P<sign><=|>=|!=|=|<|>|[(){}])|(?P<word>[A-Za-z]+))"
)
_WHERE: Final = {"location": "q", "locationType": "parameter"}


def invalid_value() -> ApiError:
    """400 as Drive says it of a search that it does not understand."""
    return ApiError(400, "Invalid Value", reason="invalid", details=[_WHERE])


def parse(text: str) -> Test:
    """The test that a search stands for; an empty one holds for every file. Raises ApiError 400 or 501."""
    if not text.strip():
        return lambda _file, _user: True
    reader = _Reader(_tokens(text))
    test = reader.alternatives()
    if reader.peek():
        raise invalid_value()
    return test


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match:
            raise invalid_value()
        tokens.append(match["text"] or match["sign"] or match["word"])
        at = match.end()
    return tokens


@dataclass(slots=True)
class _Reader:
    tokens: list[str]
    at: int = 0

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        token = self.peek()
        if not token or (wanted and token not in wanted):
            raise invalid_value()
        self.at += 1
        return token

    def string(self) -> str:
        token = self.take()
        if token[0] not in "'\"":
            raise invalid_value()
        return re.sub(r"\\(.)", r"\1", token[1:-1])

    def alternatives(self) -> Test:
        tests = [self.together()]
        while self.peek() == "or":
            self.take()
            tests.append(self.together())
        return tests[0] if len(tests) == 1 else lambda file, user: any(test(file, user) for test in tests)

    def together(self) -> Test:
        tests = [self.one()]
        while self.peek() == "and":
            self.take()
            tests.append(self.one())
        return tests[0] if len(tests) == 1 else lambda file, user: all(test(file, user) for test in tests)

    def one(self) -> Test:
        if self.peek() == "not":
            self.take()
            test = self.one()
            return lambda file, user: not test(file, user)
        if self.peek() == "(":
            self.take()
            test = self.alternatives()
            self.take(")")
            return test
        return self.term()

    def term(self) -> Test:
        if self.peek()[:1] in {"'", '"'}:
            value = self.string()
            self.take("in")
            return _membership(value, self.take())
        field = self.take()
        operator = self.take("=", "!=", "<", "<=", ">", ">=", "contains", "has")
        if operator == "has":
            return self.properties(field)
        if self.peek() in {"true", "false"}:
            return _flag(field, operator, wanted=self.take() == "true")
        return _comparison(field, operator, self.string())

    def properties(self, field: str) -> Test:
        pair = {}
        self.take("{")
        for name in ("key", "value"):
            self.take(name)
            self.take("=")
            pair[name] = self.string()
            if name == "key":
                self.take("and")
        self.take("}")
        if field not in {"appProperties", "properties"}:
            raise invalid_value()
        return lambda file, _user: _bag(file, field).get(pair["key"]) == pair["value"]


def _bag(file: File, field: str) -> dict[str, str]:
    return file.app_properties if field == "appProperties" else file.properties


def _membership(value: str, field: str) -> Test:
    if field == "parents":
        return lambda file, user: (
            (root_of(user.email) if value == "root" else value) in (file.parents or (root_of(file.owner),))
        )
    roles = {"owners": {"owner"}, "writers": {"owner", "writer"}, "readers": {"owner", "writer", "commenter", "reader"}}
    if field not in roles:
        raise invalid_value()

    def holds(file: File, user: User) -> bool:
        email = (user.email if value == "me" else value).casefold()
        return any(
            str(each.get("emailAddress", "")).casefold() == email and each["role"] in roles[field]
            for each in file.permissions
        )

    return holds


def _flag(field: str, operator: str, *, wanted: bool) -> Test:
    values: dict[str, Test] = {
        "trashed": lambda file, _user: file.trashed,
        "starred": lambda file, _user: file.starred,
        "sharedWithMe": lambda file, user: file.owner != user.email,
    }
    if field not in values or operator not in {"=", "!="}:
        raise invalid_value()
    value = values[field]
    return lambda file, user: (value(file, user) is wanted) is (operator == "=")


def _comparison(field: str, operator: str, wanted: str) -> Test:
    match field:
        case "name" if operator == "contains":
            begins = re.compile(r"(?<![^\W_])" + re.escape(wanted), re.IGNORECASE)
            return lambda file, _user: begins.search(file.title) is not None
        case "name":
            return _ordered(lambda file: file.title.casefold(), operator, wanted.casefold(), ("=", "!="))
        case "mimeType" if operator == "contains":
            return lambda file, _user: file.mime_type.startswith(wanted)
        case "mimeType":
            return _ordered(lambda file: file.mime_type, operator, wanted, ("=", "!="))
        case "modifiedTime" | "createdTime":
            name = "modified" if field == "modifiedTime" else "created"
            at = _moment(wanted)
            return _ordered(lambda file: getattr(file, name), operator, at, ("=", "!=", "<", "<=", ">", ">="))
        case "fullText" | "visibility" | "viewedByMeTime" | "sharedWithMeTime":
            raise ApiError(501, f"The local server cannot search by {field}.")
        case _:
            raise invalid_value()


def _moment(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise invalid_value() from error
    return at if at.tzinfo else at.replace(tzinfo=UTC)


_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
}


def _ordered(value: Callable[[File], Any], operator: str, wanted: Any, allowed: tuple[str, ...]) -> Test:
    if operator not in allowed:
        raise invalid_value()
    compare = _COMPARE[operator]
    return lambda file, _user: compare(value(file), wanted)
