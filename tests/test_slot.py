"""Two processes and one round: the second is told who is busy, and nobody waits for the dead."""

import os
import signal
import subprocess
import sys

import pytest

from sectorplan_analysis.errors import CallError
from sectorplan_analysis.slot import hold

HOLDER = """
import sys, time
from pathlib import Path
from sectorplan_analysis.slot import hold
with hold(Path(sys.argv[1]), "2025-12-31", opdracht="sectorplan run 2025-12-31", say=print):
    print("busy", flush=True)
    time.sleep(float(sys.argv[2]))
"""


@pytest.fixture
def holder(tmp_path):
    """Start another process that holds the round for some seconds; killed at the end."""
    started = []

    def start(seconds):
        command = [sys.executable, "-c", HOLDER, str(tmp_path), str(seconds)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ})
        started.append(process)
        assert process.stdout.readline() == "busy\n"
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def claim(folder, said, **options):
    return hold(folder, "2025-12-31", opdracht="sectorplan check 2025-12-31", say=said.append, **options)


def test_who_comes_second_is_told_who_is_busy_and_then_gets_its_turn(tmp_path, holder):
    first, said = holder(1), []
    with claim(tmp_path, said):
        assert first.wait(timeout=10) == 0
    (line,) = said
    assert f"proces {first.pid} op " in line and "'sectorplan run 2025-12-31'" in line and "sinds 20" in line


def test_who_waits_too_long_is_told_so(tmp_path, holder):
    first = holder(60)
    with pytest.raises(CallError, match=f"proces {first.pid} .* nog steeds bezig"), claim(tmp_path, [], wachttijd=0.2):
        pass


def test_a_lock_of_a_process_that_was_killed_blocks_nobody(tmp_path, holder):
    first, said = holder(60), []
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    with claim(tmp_path, said, wachttijd=0):
        pass
    assert said == []


def test_another_round_is_not_kept_waiting(tmp_path, holder):
    holder(60)
    said = []
    with hold(tmp_path, "2026-12-31", opdracht="", say=said.append, wachttijd=0):
        pass
    assert said == []


def test_a_damaged_note_of_the_holder_is_no_trouble(tmp_path, holder):
    holder(60)
    for text in ("", "{", "[]", '{"proces": 1}'):
        (tmp_path / ".2025-12-31.slot.json").write_text(text, encoding="utf-8")
        with pytest.raises(CallError, match="een andere opdracht is nog"), claim(tmp_path, [], wachttijd=0):
            pass


def test_nothing_is_left_that_says_who_was_busy(tmp_path):
    with claim(tmp_path, []):
        assert (tmp_path / ".2025-12-31.slot.json").is_file()
    assert not (tmp_path / ".2025-12-31.slot.json").exists()
