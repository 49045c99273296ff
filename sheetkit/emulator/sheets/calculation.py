"""The one door to the results of formulas."""

from sheetkit.emulator.calc.calculate import recalculate as recalculated

__all__ = ["recalculated"]
