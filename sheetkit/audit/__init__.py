"""A log of every change that a sync makes, in which a later alteration shows: tamper-evident."""
