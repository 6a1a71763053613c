"""What a solver writes goes nowhere, and what Python writes before and after it stays."""

import subprocess
import sys

import pytest

SCRIPT = """
import ctypes, os, sys
from sectorplan_analysis.disclosure.quiet import quiet
printf = ctypes.CDLL(None).printf
print("before")
with quiet():
    os.write(1, b"solver\\n")
    printf(b"buffered solver\\n")
print("after")
try:
    with quiet():
        raise ValueError
except ValueError:
    print("after an error")
print(len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0, file=sys.stderr)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="asks the C library of Linux and macOS to write")
def test_only_what_python_writes_is_left_in_its_order_and_nothing_stays_open():
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.splitlines() == ["before", "after", "after an error"]
    again = SCRIPT.replace("with quiet():\n    os.write", "for _ in range(5):\n  with quiet():\n    os.write")
    more = subprocess.run([sys.executable, "-c", again], capture_output=True, text=True, check=True, timeout=60)
    assert more.stderr == done.stderr and more.stdout == done.stdout
