"""`python -m sheetkit`: the same as the `sheetkit` program."""

import sys

from sheetkit.cli import main

sys.exit(main())
