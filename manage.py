#!/usr/bin/env python
"""Django's own commands; `cairn` is the same with our commands first."""

import sys

from cairn.console.main import main

if __name__ == "__main__":
    sys.exit(main())
