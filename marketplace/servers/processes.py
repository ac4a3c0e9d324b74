"""The product's own processes as children of one: started together, watched, stopped in order."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from .installation import CannotStart

STOP_SECONDS = 12
PR_SET_PDEATHSIG = 1


@contextmanager
def children(commands: Mapping[str, Sequence[str]], environment: Mapping[str, str], logs: Path) -> Iterator[Children]:
    """Start `lumbung <command>` for each name; their output goes to `logs`/<name>.log; all are stopped at the end."""
    logs.mkdir(parents=True, exist_ok=True)
    running = Children({})
    try:
        for name, arguments in commands.items():
            with (logs / f"{name}.log").open("ab") as log:
                running.processes[name] = subprocess.Popen(  # noqa: S603 - our own command
                    [sys.executable, "-m", "marketplace", *arguments],
                    env={**os.environ, **environment},
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,
                    preexec_fn=_die_with_parent if sys.platform == "linux" else None,
                )
        yield running
    finally:
        running.stop()


class Children:
    """Running child processes by name."""

    def __init__(self, processes: dict[str, subprocess.Popen[bytes]]) -> None:
        self.processes = processes

    def ended(self) -> str | None:
        """The name of a child that ended by itself, if any."""
        return next((name for name, process in self.processes.items() if process.poll() is not None), None)

    def stop(self) -> None:
        """Ask every child to stop, then make those that do not."""
        for process in self.processes.values():
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def _die_with_parent() -> None:
    """Ask Linux to stop this child when its parent is killed, so that nothing is left holding the port."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def check_port(host: str, port: int) -> None:
    """Raise CannotStart when `port` is taken or not allowed."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise CannotStart(
                f"Port {port} cannot be used ({getattr(error, 'strerror', None) or error}): "
                f"choose another, for example make demo PORT={port + 1 if port < 65535 else 8001}."
            ) from error


def wait_until_up(url: str, running: Children, stopping: threading.Event, *, seconds: float) -> None:
    """Wait until `url` answers 200; raises CannotStart when a child ended or the time is over."""
    waited = 0.0
    while waited < seconds and not stopping.is_set():
        if (name := running.ended()) is not None:
            raise CannotStart(f"The {name} process ended while starting; its log says why.")
        try:
            with urllib.request.urlopen(url, timeout=2):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            stopping.wait(0.1)
            waited += 0.1
    if not stopping.is_set():
        raise CannotStart(f"Lumbung did not come up within {seconds:.0f} seconds; the logs say why.")
