"""Recompute a settlement statement on any machine.

    python3 tools/settle.py statement.json

Uses the portal's engine and Python's standard library; no database, no
network. Exit status: 0 the statement repeats to the fen, 1 it differs, 2 the
file is no statement.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from marketplace.settlement import SettlementError, recompute


def main(arguments: list[str]) -> int:
    """Recompute the one file named on the command line."""
    if len(arguments) != 1:
        print(__doc__)
        return 2
    try:
        text = Path(arguments[0]).read_bytes().decode()
        statement, difference = recompute(text)
    except (OSError, UnicodeDecodeError, SettlementError) as error:
        print(f"Not a statement that can be recomputed: {error}")
        return 2
    if difference is not None:
        print(f"{difference.where}: stated {difference.stated!r}")
        print(f"{difference.where}: computed {difference.computed!r}")
        return 1
    print(f"{statement.number}: repeats to the fen, due {statement.due_now} yuan")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
