"""`python -m ganimation_desktop` is the `ganimation` command."""

import sys

from ganimation_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
