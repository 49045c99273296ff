"""Values, money, ids, dates, problems and errors: what every other part speaks in."""
