"""People who edit two copies of a workbook, faults that strike, and what must hold whatever they do.

Every value that is typed is unlike any other, so that it can be looked for; the customer of a row is never edited, so
that a value in the wrong row is seen.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from sheetkit.core.errors import FileMoved
from sheetkit.core.values import CellValue
from sheetkit.sync.memory import Memory
from sheetkit.sync.rules import SAFE, Rules
from sheetkit.sync.run import Options, Outcome, run
from sheetkit.sync.snapshot import Snapshot, TableState, agree, folded
from tests.sync.sides import Crash, Power, Shelf, Side, advanced, maker, table

Op = tuple[int, int, int, int]
"""What, on which side, at which row, with which detail."""
TYPED = ("Amount", "Note")


class Broken(AssertionError):  # noqa: N818 - it is what happened to a promise
    """A promise does not hold; its number comes first."""


class Play:
    """Two sides, in step at the start."""

    def __init__(self, rules: Rules = SAFE, rows: int = 4) -> None:
        self.rules, self.power = rules, Power()
        cases = [{"Case": f"K{n}", "Customer": f"c{n}", "Amount": f"a{n}", "Note": None, "Seen": f"a{n}"}
                 for n in range(1, rows + 1)]  # fmt: skip
        state = Snapshot(
            {
                "Cases": table("Case", cases, ["Customer", "Amount", "Note", "Seen"],
                               stamps=frozenset({"Seen"}), silent=frozenset({"Seen"})),
                "Log": table("Entry", [], ["Case", "Text"], refers={"Case": "Cases"}),
            },
            {"Grace": "g0"},
            {"Reasons": ("Late", "Lost")},
        )  # fmt: skip
        self.sides = [Side(name, self.power, state) for name in ("local", "remote")]
        self.shelf = Shelf(self.power)
        self.token = 0
        self.alive: dict[CellValue, CellValue] = {}
        self.births: Counter[CellValue] = Counter(f"c{n}" for n in range(1, rows + 1))
        self.old: list[list[tuple[Snapshot, int | None, dict[CellValue, CellValue], int]]] = [[], []]
        self.touched: set[CellValue] = set()
        self.unknown = False
        self.last = [rows, rows]
        self.sync()

    # What people do

    def act(self, op: Op) -> None:
        what, side, row, detail = op
        acts = (
            self.edit, self.edit, self.edit, self.add, self.delete, self.copy, self.wipe, self.rename, self.sort,
            self.update, self.crash, self.crash, self.moved, self.restore, self.forget, self.setting, self.entry,
            self.sync_op, self.add_keyed,
        )  # fmt: skip
        acts[what % len(acts)](side % 2, row, detail)

    def _cases(self, side: int) -> TableState:
        return self.sides[side].state.tables["Cases"]

    def _put(self, side: int, cases: TableState) -> None:
        one = self.sides[side]
        one.state = replace(one.state, tables={**one.state.tables, "Cases": cases})
        one.revision += 1

    def _new(self, kind: str) -> str:
        self.token += 1
        return f"{kind}-{self.token}"

    def _gone(self, value: CellValue) -> None:
        self.alive.pop(value, None)

    def edit(self, side: int, row: int, detail: int) -> None:
        cases = self._cases(side)
        if not cases.height:
            return
        row, column = row % cases.height, TYPED[detail % 2]
        value, values = self._new("v"), list(cases.columns[column])
        customer = cases.columns["Customer"][row]
        self._gone(values[row])
        values[row] = value
        self.alive[value] = customer
        self._put(side, replace(cases, columns={**cases.columns, column: values}))
        if customer in self.touched:  # its key was changed too: it cannot be known again
            self.births[customer] += 1

    def _append(self, side: int, key: CellValue, cells: dict[str, CellValue]) -> None:
        cases = self._cases(side)
        columns = {name: [*values, cells.get(name)] for name, values in cases.columns.items()}
        self._put(side, replace(cases, keys=[*cases.keys, key], columns=columns))

    def add(self, side: int, row: int, detail: int) -> None:
        del row, detail
        customer, amount = self._new("c"), self._new("v")
        self.births[customer] += 1
        self.alive[amount] = customer
        self._append(side, None, {"Customer": customer, "Amount": amount})
        self.touched.add(customer)

    def add_keyed(self, side: int, row: int, detail: int) -> None:
        """Both people's own updates give the same next key to different rows."""
        del row, detail
        customer, amount = self._new("c"), self._new("v")
        self.births[customer] += 1
        self.alive[amount] = customer
        self._append(side, self._next(side), {"Customer": customer, "Amount": amount, "Seen": amount})

    def _next(self, side: int) -> str:
        numbers = [int(key[1:]) for key in map(folded, self._cases(side).keys) if key[1:].isdigit()]
        self.last[side] = max([*numbers, self.last[side]]) + 1
        return f"K{self.last[side]}"

    def delete(self, side: int, row: int, detail: int) -> None:
        del detail
        cases = self._cases(side)
        if cases.height < 3:
            return
        row %= cases.height
        for name in TYPED:
            self._gone(cases.columns[name][row])
        rest = [at for at in range(cases.height) if at != row]
        self._put(side, picked(cases, rest))

    def copy(self, side: int, row: int, detail: int) -> None:
        del detail
        cases = self._cases(side)
        if cases.height:
            row %= cases.height
            customer = cases.columns["Customer"][row]
            self.births[customer] += 1
            self._append(side, cases.keys[row], {name: values[row] for name, values in cases.columns.items()})

    def wipe(self, side: int, row: int, detail: int) -> None:
        del detail
        self._key(side, row, None)

    def rename(self, side: int, row: int, detail: int) -> None:
        del detail
        self._key(side, row, self._new("X"))

    def _key(self, side: int, row: int, key: CellValue) -> None:
        cases = self._cases(side)
        if not cases.height:
            return
        row %= cases.height
        customer = cases.columns["Customer"][row]
        other = self._cases(1 - side).columns["Customer"]
        if self.births[customer] > 1 or customer in self.touched or customer not in other:
            return
        if any(self._cases(1 - side).columns[name][list(other).index(customer)] != cases.columns[name][row]
               for name in TYPED):  # fmt: skip
            return
        keys = list(cases.keys)
        keys[row] = key
        self._put(side, replace(cases, keys=keys))
        self.touched.add(customer)
        self.births[customer] += self.unknown and key is not None  # nobody knows the row's old key any more

    def sort(self, side: int, row: int, detail: int) -> None:
        cases = self._cases(side)
        if cases.height:
            turn = row % cases.height
            order = [*range(turn, cases.height), *range(turn)]
            self._put(side, picked(cases, order[:: -1 if detail % 2 else 1]))

    def update(self, side: int, row: int, detail: int) -> None:
        """A person runs an update of their own: keys for new rows, log entries."""
        del row, detail
        cases = self._cases(side)
        keys = list(cases.keys)
        for at, key in enumerate(keys):
            if key is None:
                self._put(side, replace(self._cases(side), keys=keys))
                keys[at] = self._next(side)
                customer = cases.columns["Customer"][at]
                self.births[customer] += self.unknown and customer in self.touched
        self._put(side, replace(cases, keys=keys))
        self.sides[side].state = advanced(self.sides[side].state)

    def setting(self, side: int, row: int, detail: int) -> None:
        del row, detail
        one, value = self.sides[side], self._new("g")
        self._gone(one.state.settings["Grace"])
        self.alive[value] = None
        one.state = replace(one.state, settings={"Grace": value})
        one.revision += 1

    def entry(self, side: int, row: int, detail: int) -> None:
        one, entries = self.sides[side], list(self.sides[side].state.lists["Reasons"])
        value = self._new("r")
        if detail % 3 == 0 and entries:
            self._gone(entries[row % len(entries)])
            entries[row % len(entries)] = value
        else:
            entries.append(value)
        self.alive[value] = None
        one.state = replace(one.state, lists={"Reasons": tuple(entries)})
        one.revision += 1

    # Faults

    def crash(self, side: int, row: int, detail: int) -> None:
        del side
        self.power.left = (row + detail) % 7
        self._run()

    def moved(self, side: int, row: int, detail: int) -> None:
        """Somebody saves an edit between read and write."""
        self.sides[side].before_write = lambda: self.edit(side, row, detail)
        self._run()
        self.sides[side].before_write = None

    def restore(self, side: int, row: int, detail: int) -> None:
        """An old copy of the file comes back from a backup."""
        del detail
        one, old = self.sides[side], self.old[side]
        if not old:
            return
        state, mark, typed, last = old[row % len(old)]
        if self.shelf.memory.pending and mark == one.mark:
            return  # while a sync is unfinished, an old copy with the present mark cannot be told from edits
        other = self.sides[1 - side].state
        for value in [value for value in self.alive if value not in typed and not found(other, value)]:
            self._gone(value)
        one.state, one.mark, self.last[side] = state, mark, last
        one.revision += 1
        self._lost_track()

    def forget(self, side: int, row: int, detail: int) -> None:
        """The state folder is lost."""
        del side, row, detail
        self.shelf.memory = Memory()
        self._lost_track()

    def _lost_track(self) -> None:
        self.unknown = True
        # Rows whose keys differ between the sides, or that only one has, may come back as rows of their own.
        for side in (0, 1):
            cases, other = self._cases(side), self._cases(1 - side)
            there = set(zip(map(folded, other.keys), other.columns["Customer"], strict=True))
            for pair in zip(map(folded, cases.keys), cases.columns["Customer"], strict=True):
                if pair not in there or not pair[0]:
                    self.births[pair[1]] += 1

    # Syncs and what must hold

    def _run(self) -> Outcome | None:
        try:
            return run(self.shelf, self.sides[0], self.sides[1], maker, Options(max_delete=100, rules=self.rules))
        except (Crash, FileMoved):
            return None
        finally:
            self.power.left = -1

    def sync_op(self, side: int, row: int, detail: int) -> None:
        del side, row, detail
        self.sync()

    def sync(self) -> None:
        done = self._run()
        if done is None:
            raise Broken("a sync without faults did not end")
        for side, one in enumerate(self.sides):
            self._next(side)
            self.old[side] = [*self.old[side][-2:], (one.state, one.mark, dict(self.alive), self.last[side])]
        self.touched.clear()
        self.unknown = False
        self.check(done)

    def check(self, done: Outcome) -> None:
        states = [one.state for one in self.sides]
        logged = {value for one in self.shelf.conflicts for value in (one.before, one.local, one.remote)}
        for value in self.alive:
            if not any(found(state, value) for state in states) and value not in logged:
                raise Broken(f"I1 {value} is lost")
        if not done.waiting and not agree(*states):
            raise Broken("I2 the sides differ")
        for state in states:
            self._rows(state.tables["Cases"])
        writes = [one.writes for one in self.sides]
        again = self._run()
        if again is None or [one.writes for one in self.sides] != writes:
            raise Broken("I3 a further run writes")

    def _rows(self, cases: TableState) -> None:
        keys = [folded(key) for key in cases.keys]
        if len(set(keys)) < len(keys) or "" in keys:
            raise Broken(f"I4 keys {keys}")
        many = Counter(cases.columns["Customer"])
        if doubled := [customer for customer in many if many[customer] > self.births[customer]]:
            raise Broken(f"I5 {doubled} are doubled")
        for name in TYPED:
            for customer, value in zip(cases.columns["Customer"], cases.columns[name], strict=True):
                if value in self.alive and self.alive[value] != customer:
                    raise Broken(f"I6 {value} of {self.alive[value]} stands at {customer}")


def picked(cases: TableState, rows: Sequence[int]) -> TableState:
    columns = {name: [values[row] for row in rows] for name, values in cases.columns.items()}
    return replace(cases, keys=[cases.keys[row] for row in rows], columns=columns)


def found(state: Snapshot, value: CellValue) -> bool:
    """Whether a value stands anywhere in a workbook."""
    return (
        value in state.settings.values()
        or any(value in entries for entries in state.lists.values())
        or any(value in column for table_ in state.tables.values() for column in table_.columns.values())
    )
