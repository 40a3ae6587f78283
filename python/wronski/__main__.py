"""The program: ``python -m wronski``, and the command ``wronski`` that the package installs."""

from __future__ import annotations

import sys

from . import _native


def main() -> int:
    """Run the program with the arguments of the process; its exit code."""
    try:
        return _native.program(sys.argv[1:])
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
