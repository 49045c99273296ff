"""The doors to the programs in which people keep their workbooks."""
