"""What goes wrong on demand: a small language that says which call meets which fault."""

import re
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from sheetkit.core.errors import SheetkitError
from sheetkit.emulator.refusals import REASONS

Hook: TypeAlias = Callable[[str], object]
"""What a test lets happen before a call: it is given the id of the call's file, "" where the call has none."""


class FaultsInvalid(SheetkitError):  # noqa: N818 - the domain's word, not a suffix
    """The faults cannot be understood."""

    hint = (
        "Write rules such as write:2=cut-after or any:*=latency(0.2), with ; between them. "
        "docs/emulator.md lists the calls and the faults."
    )


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong: its kind, and what stands in brackets after it."""

    kind: str
    argument: str = ""
    hook: Hook | None = None

    def __str__(self) -> str:
        return f"{self.kind}({self.argument})" if self.argument else self.kind


KINDS: Final = ("latency", "401", "403", "429", "500", "503", "cut-before", "cut-after", "twice", "edit", "hook")
"""Every kind of fault. Only some want an argument: latency(seconds), 403(reason), edit(cell=text)."""
_RULE: Final = re.compile(
    r"(?P<word>[\w.-]+)(?::(?P<when>[^=]*))?=(?P<kind>[\w-]+)(?:\((?P<argument>.*)\))?", re.DOTALL
)
_WHEN: Final = re.compile(r"(?P<first>\d+)(?P<open>\+)?(?:-(?P<last>\d+))?")


@dataclass(slots=True)
class Rule:
    """Calls that a word names, from the `first` to the `last` (None: for ever), meet a fault; `seen` counts them."""

    word: str
    first: int
    last: int | None
    fault: Fault
    seen: int = 0

    def meets(self, words: Collection[str]) -> bool:
        """Count a call if it is one of ours; whether it is its turn."""
        if self.word not in words:
            return False
        self.seen += 1
        return self.first <= self.seen and (self.last is None or self.seen <= self.last)


def parse(spec: str, words: Collection[str]) -> list[Rule]:
    """The rules of a text such as `write:2=cut-after; any:*=latency(0.2)`. Raises FaultsInvalid."""
    return [_rule(part.strip(), words) for part in re.split(r";(?![^()]*\))", spec) if part.strip()]


def _rule(text: str, words: Collection[str]) -> Rule:
    match = _RULE.fullmatch(text)
    if not match:
        raise FaultsInvalid(f"The fault '{text}' cannot be understood.")
    word, kind, argument = match["word"], match["kind"], match["argument"] or ""
    if word not in words:
        raise FaultsInvalid(f"The fault '{text}' is for calls of the kind '{word}', which there is not.")
    _check(text, kind, argument)
    first, last = _when(text, (match["when"] or "1").strip())
    return Rule(word, first, last, Fault(kind, argument))


def _when(text: str, when: str) -> tuple[int, int | None]:
    if when == "*":
        return 1, None
    match = _WHEN.fullmatch(when)
    if not match or (match["open"] and match["last"]) or int(match["first"]) < 1:
        message = f"The fault '{text}' says '{when}' for which calls; write 2, 2-4, 2+ or *."
        raise FaultsInvalid(message)
    first = int(match["first"])
    return first, None if match["open"] else int(match["last"] or first)


def _check(text: str, kind: str, argument: str) -> None:
    if kind not in KINDS or kind == "hook":
        raise FaultsInvalid(f"The fault '{text}' is of the kind '{kind}', which there is not.")
    if kind == "edit" and "=" not in argument:
        raise FaultsInvalid(f"The fault '{text}' does not say what to write; for example edit(Sheet1!A1=text).")
    if kind == "403" and argument and argument not in REASONS:
        raise FaultsInvalid(f"The fault '{text}' gives no known reason; there are {', '.join(REASONS)}.")
    if kind == "latency" or (kind in {"429", "503"} and argument):
        try:
            float(argument)
        except ValueError:
            raise FaultsInvalid(f"The fault '{text}' needs a number of seconds in brackets.") from None
    elif argument and kind not in {"edit", "403"}:
        raise FaultsInvalid(f"The fault '{text}' takes nothing in brackets.")


@dataclass(slots=True)
class Faults:
    """The faults of a running server; calls are counted from when a rule was set. `words` name the calls."""

    words: Collection[str]
    rules: list[Rule] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def set(self, spec: str) -> None:
        """Let these faults happen and no others; "" for none. Raises FaultsInvalid and then changes nothing."""
        rules = parse(spec, self.words)
        with self._lock:
            self.rules[:] = rules

    def hook(self, where: str, happens: Hook) -> None:
        """Let something happen before a call: `hook("write:2", function)`."""
        rule = _rule(f"{where}=500", self.words)
        with self._lock:
            self.rules.append(Rule(rule.word, rule.first, rule.last, Fault("hook", hook=happens)))

    def met(self, words: Collection[str]) -> list[Fault]:
        """The faults that the present call meets, in the order of the rules."""
        with self._lock:
            return [rule.fault for rule in self.rules if rule.meets(words)]
