"""State machines whose rules are what people do and what goes wrong, each played on a pair of workbooks."""

import sys
import time
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.sync.both import Both
from tests.sync.game import Game
from tests.sync.people import START, Turn

SIDES, ROWS, DETAILS = st.integers(0, 1), st.integers(0, 11), st.integers(0, 59)
LIKELY: Final = {"edit": 3, "clash": 4, "sync": 2, "crash": 2, "meanwhile": 2}
"""How many rules there are for what happens more often than other things."""
BATCH: Final = 20
"""Games of a long run that share a seed."""


class Machine(RuleBasedStateMachine):
    """A game; I1 and I8 hold after every fault, and all the others after every sync, and at the end."""

    pair: Both
    acted: Counter[str]
    stops: Counter[str]
    steps: int

    def __init__(self) -> None:
        super().__init__()
        self.game: Game | None = None

    @initialize(strict=st.booleans())
    def begin(self, strict: bool) -> None:
        self.game = Game(self.pair, strict=strict)

    @invariant()
    def holds(self) -> None:
        if self.game and self.game.struck:
            self.game.holds()

    def teardown(self) -> None:
        if self.game:
            try:
                self.game.sync(START)
            finally:
                type(self).acted.update(self.game.acted)
                type(self).stops.update(self.game.stops)


def _rule(name: str) -> Any:
    def happens(self: Machine, side: int, row: int, detail: int) -> None:
        assert self.game
        type(self).steps += 1
        self.game.act(name, Turn(side, row, detail))

    happens.__name__ = name
    return rule(side=SIDES, row=ROWS, detail=DETAILS)(happens)


def machine(pair: Both) -> type[Machine]:
    """The state machine on a pair of workbooks."""
    rules = {
        name + str(number or ""): _rule(name)
        for name in (*Game.PEOPLE, *Game.FAULTS)
        for number in range(LIKELY.get(name, 1))
    }
    body = {"pair": pair, "acted": Counter[str](), "stops": Counter[str](), "steps": 0}
    return type(f"{type(pair).__name__}Machine", (Machine,), {**body, **rules})


def run(kind: type[Machine], games: int, length: int, *, number: int | None = None, shrink: bool = True) -> None:
    """So many games; those of `number` are always the same, and so are those without one."""
    phases = [Phase.explicit, Phase.generate, *([Phase.shrink] if shrink else [])]
    given = settings(
        max_examples=games, stateful_step_count=length, deadline=None, phases=phases, database=None,
        derandomize=number is None, report_multiple_bugs=False, suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    run_state_machine_as_test(kind if number is None else seed(number)(kind), settings=given)


def long_run(pair: Both, steps: int, first: int, length: int, told: Callable[[str], None] | None = None) -> None:
    """Games one after the other until so many steps are done; a broken promise ends the run with what happened."""
    say = told or _say
    kind, started, number = machine(pair), time.monotonic(), first
    while kind.steps < steps:
        run(kind, BATCH, length, number=number, shrink=False)
        number += 1
        say(f"{kind.steps} steps in {time.monotonic() - started:.0f} s, seeds {first} to {number - 1}")
    say(f"no broken promise; stopped: {dict(kind.stops)}; what happened: {dict(kind.acted)}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
