"""Rows that another program exported, brought into a tab: the source, its mapping, and what each value means."""
