"""Use cases: what each command does, wiring only."""
