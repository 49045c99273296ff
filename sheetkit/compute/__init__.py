"""What is computed from a ledger: formula columns, checks, reviews."""
