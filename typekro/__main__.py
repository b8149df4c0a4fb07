"""`python -m typekro` is the command `typekro`."""

import sys

from typekro.cli import main

if __name__ == "__main__":
    sys.exit(main())
