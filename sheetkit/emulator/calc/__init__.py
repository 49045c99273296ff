"""The results of formulas, and formulas that follow the cells they refer to."""
