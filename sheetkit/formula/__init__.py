"""Formulas: one source text, parsed once, written in the dialect of each program."""
