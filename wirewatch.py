"""The command `wirewatch`, also as `python -m wirewatch`.

Our packages have names that other distributions use as well (`config`, `bot`). In an environment with one of those
Python would import the other: an editable installation comes last on its path. So this module, whose name nobody
shares, puts its own folder first.
"""

import sys
from pathlib import Path


def main() -> None:
    """Run the command line with the packages that lie beside this file."""
    sys.path.insert(0, str(Path(__file__).resolve().parent))
    from bot.cli import main as command_line

    command_line()


if __name__ == "__main__":
    main()
