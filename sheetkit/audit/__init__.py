"""The trail of every change: a chain of hashed entries that shows when it was tampered with."""
