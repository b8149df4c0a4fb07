"""`python -m tests.typing.mistakes [FOLDER] [--write]`."""

import sys

from tests.mistakes.command import main

sys.exit(main())
