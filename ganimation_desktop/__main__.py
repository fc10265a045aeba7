"""`python -m ganimation_desktop` is the `ganimation` command."""

import multiprocessing
import sys

from ganimation_desktop.cli import main

if __name__ == "__main__":
    multiprocessing.freeze_support()  # the processes of `--jobs` start the frozen app again
    sys.exit(main())
