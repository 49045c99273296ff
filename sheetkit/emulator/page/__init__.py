"""The read-only pages on which a person sees what Google would show."""
