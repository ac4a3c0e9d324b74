"""The two commands as a person meets them: taken ports, full disks, second runs, Ctrl-C."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import psutil
import pytest

from marketplace.servers import installation
from marketplace.servers.installation import CannotStart, check_folder

ROOT = Path(__file__).parents[2]


def demo(data: Path, port: int, *more: str) -> subprocess.Popen[str]:
    """`lumbung demo` in a process of its own, as make starts it."""
    names = {"DATABASE_URL", "REDIS_URL", "OWNER_DATABASE_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in names}
    return subprocess.Popen(
        [sys.executable, "-m", "marketplace", "demo", "--port", str(port), *more],
        env={**environment, "LUMBUNG_DATA": str(data)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )


def said_until(process: subprocess.Popen[str], words: str) -> str:
    """What the demo printed up to the line with `words`; fails when it ends before."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if words in line:
            return "".join(lines)
    raise AssertionError("".join(lines) + (process.stderr.read() if process.stderr else ""))


def test_the_demo_starts_answers_keeps_its_data_and_leaves_nothing_running(server_folder: Path, free_port: int) -> None:
    data = server_folder / "demo"
    with demo(data, free_port) as first:
        printed = said_until(first, "Ctrl-C")
        assert f"http://127.0.0.1:{free_port}" in printed
        assert re.search(r"0812\d+\s+\S+", printed), "one sign-in per persona"
        with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/healthz", timeout=10) as answer:
            assert answer.status == 200
        family = psutil.Process(first.pid).children(recursive=True)
        first.send_signal(signal.SIGINT)
        assert first.wait(timeout=60) == 0
    _gone, alive = psutil.wait_procs(family, timeout=10)
    assert alive == []
    assert _postgres_of(data) == []

    with demo(data, free_port) as second:
        assert "loading the sample region" not in said_until(second, "Ctrl-C")
        second.send_signal(signal.SIGTERM)
        assert second.wait(timeout=60) == 0


def _postgres_of(data: Path) -> list[int]:
    return [
        process.pid
        for process in psutil.process_iter(["name", "cmdline"])
        if process.info["name"] == "postgres" and str(data) in " ".join(process.info["cmdline"] or ())
    ]


def test_a_taken_port_is_told_in_one_sentence(tmp_path: Path, free_port: int) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", free_port))
        taken.listen()
        process = demo(tmp_path / "data", free_port)
        _out, told = process.communicate(timeout=60)
    assert process.returncode == 1
    assert told.count("\n") == 1
    assert f"Port {free_port} cannot be used" in told
    assert not (tmp_path / "data").exists()


def test_a_full_disk_is_told_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installation, "LEAST_FREE_BYTES", 1 << 60)
    with pytest.raises(CannotStart, match="MB free"):
        check_folder(tmp_path)


def test_a_folder_that_cannot_be_written_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotStart, match="cannot write its data folder"):
        check_folder(tmp_path / "file")
