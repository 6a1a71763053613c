"""Say how many lines and branches the tests reached, and fail below the floor: ``python tests/covered.py FILE``.

The file is that of ``coverage json``. coverage itself has one floor, for lines and branches taken together.
"""

import json
import sys
from pathlib import Path

#: Per cent of all lines, and of all branches.
FLOOR = {"lines": 95.0, "branches": 90.0}


def main(path: str) -> int:
    totals = json.loads(Path(path).read_text(encoding="utf-8"))["totals"]
    reached = {
        "lines": 100 * totals["covered_lines"] / totals["num_statements"],
        "branches": 100 * totals["covered_branches"] / totals["num_branches"],
    }
    for name, share in reached.items():
        print(f"{name}: {share:.2f}% (at least {FLOOR[name]:.0f}%)")
    return int(any(share < FLOOR[name] for name, share in reached.items()))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
