"""Rounding and arithmetic functions, which see numbers at the 15 digits that a spreadsheet shows."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np

from sheetkit.compute.coerce import as_numbers, numbers_of
from sheetkit.compute.operators import power
from sheetkit.compute.order import near
from sheetkit.compute.vector import DIV0_CODE, NUM_CODE, Mask, Numbers, Vector, select

_MOST_PLACES: Final = 300
_EXACT: Final = 2.0**52
"""From here on floating-point numbers have no fraction."""


def floor_at_15_digits(number: Numbers) -> Numbers:
    """The whole number at or below, where a number that differs from a whole one only after its 15th digit is whole.

    INT(4.1*100) is 410 in Excel and LibreOffice although the product is 409.99999999999994.
    """
    nearest = np.rint(number)
    return np.where(np.abs(number - nearest) <= _half_a_15th_digit(number), nearest, np.floor(number))


def _half_a_15th_digit(number: Numbers) -> Numbers:
    size = np.abs(number)
    with np.errstate(divide="ignore"):
        magnitude = np.floor(np.log10(np.where(size > 0, size, 1.0)))
    half: Numbers = np.where(size < 1, 5e-16, 0.5 * 10.0 ** (magnitude - 14))
    return half


def _half_up(scaled: Numbers) -> Numbers:
    return floor_at_15_digits(scaled + 0.5)


def _up(scaled: Numbers) -> Numbers:
    return -floor_at_15_digits(-scaled)


def _at_places(number: Numbers, places: Numbers, step: Callable[[Numbers], Numbers]) -> Numbers:
    """`step` on the size of the number in units of 10^-places; the sign is kept."""
    places = np.clip(np.trunc(places), -_MOST_PLACES, _MOST_PLACES)
    power_of_ten = 10.0 ** np.abs(places)
    with np.errstate(over="ignore", invalid="ignore"):
        size = np.abs(number)
        scaled = np.where(places >= 0, size * power_of_ten, size / power_of_ten)
        stepped = step(scaled)
        back = np.where(places >= 0, stepped / power_of_ten, stepped * power_of_ten)
        whole = (scaled >= _EXACT) & (places >= 0)  # nothing below the unit to round
        return np.where(whole, number, np.copysign(back, number)) + 0.0


def round_half_away(number: Numbers, places: Numbers) -> Numbers:
    """Rounded to decimal places, halves away from 0 by the decimal value: 2.675 to 2 places is 2.68, 1.005 is 1.01."""
    return _at_places(number, places, _half_up)


def _rounding(step: Callable[[Numbers], Numbers]) -> Callable[[Sequence[Vector]], Vector]:
    def function(args: Sequence[Vector]) -> Vector:
        numbers = [as_numbers(arg) for arg in args]
        places = numbers_of(numbers[1]) if len(numbers) > 1 else np.zeros((1, 1))
        return Vector.numbers(_at_places(numbers_of(numbers[0]), places, step)).with_errors_of(*numbers)

    return function


def _of_one(step: Callable[[Numbers], Numbers]) -> Callable[[Sequence[Vector]], Vector]:
    def function(args: Sequence[Vector]) -> Vector:
        number = as_numbers(args[0])
        with np.errstate(invalid="ignore"):
            return Vector.numbers(step(numbers_of(number))).with_errors_of(number)

    return function


def _mod(args: Sequence[Vector]) -> Vector:
    """Remainder with the sign of the divisor: n - d*INT(n/d); #DIV/0! where the divisor is 0.

    Whole numbers are divided exactly; of fractions, what their last bits leave over is no remainder.
    """
    number, divisor = as_numbers(args[0]), as_numbers(args[1])
    n, d = numbers_of(number), numbers_of(divisor)
    safe = np.where(d == 0, 1.0, d)
    with np.errstate(over="ignore", invalid="ignore"):
        taken = safe * floor_at_15_digits(n / safe)
        whole = (n == np.rint(n)) & (d == np.rint(d))
        rest = np.where(whole, np.mod(n, safe), np.where(near(n, taken), 0.0, n - taken))
    return _unless(d == 0, DIV0_CODE, Vector.numbers(rest)).with_errors_of(number, divisor)


def _to_multiple(round_up: bool) -> Callable[[Sequence[Vector]], Vector]:
    """CEILING (up) and FLOOR (down) to a multiple; a positive number with a negative step is #NUM!.

    CEILING to 0 is 0, FLOOR to 0 is #DIV/0!, and FLOOR(0, 0) is 0 (Excel function reference).
    """

    def function(args: Sequence[Vector]) -> Vector:
        number, multiple = as_numbers(args[0]), as_numbers(args[1])
        n, m = numbers_of(number), numbers_of(multiple)
        safe = np.where(m == 0, 1.0, m)
        with np.errstate(over="ignore", invalid="ignore"):
            steps = _up(n / safe) if round_up else floor_at_15_digits(n / safe)
            result = Vector.numbers(np.where(m == 0, 0.0, steps * safe) + 0.0)
        if not round_up:
            result = _unless((m == 0) & (n != 0), DIV0_CODE, result)
        return _unless((n > 0) & (m < 0), NUM_CODE, result).with_errors_of(number, multiple)

    return function


def _unless(where: Mask, code: int, result: Vector) -> Vector:
    return select(where, Vector.error(code), result) if where.any() else result


FUNCTIONS: Final[dict[str, Callable[[Sequence[Vector]], Vector]]] = {
    "ROUND": _rounding(_half_up),
    "ROUNDUP": _rounding(_up),
    "ROUNDDOWN": _rounding(floor_at_15_digits),
    "TRUNC": _rounding(floor_at_15_digits),
    "INT": _of_one(floor_at_15_digits),
    "ABS": _of_one(np.abs),
    "SIGN": _of_one(np.sign),
    "SQRT": _of_one(np.sqrt),
    "MOD": _mod,
    "POWER": lambda args: power(as_numbers(args[0]), as_numbers(args[1])),
    "CEILING": _to_multiple(round_up=True),
    "FLOOR": _to_multiple(round_up=False),
}
