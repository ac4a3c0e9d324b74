"""The product as it runs: web server, worker and scheduler as processes of their own, on this test's database."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from marketplace.servers.installation import as_environment
from marketplace.servers.processes import children, wait_until_up
from marketplace.settings import Settings


@pytest.fixture
def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def live(settings: Settings, free_port: int, tmp_path: Path) -> Iterator[Settings]:
    """The running product; its address is `public_url`."""
    running = replace(settings, public_url=f"http://127.0.0.1:{free_port}")
    commands = {"web": ["serve", "--port", str(free_port)], "worker": ["worker"], "scheduler": ["scheduler"]}
    with children(commands, as_environment(running), tmp_path / "logs") as processes:
        wait_until_up(f"{running.public_url}/healthz", processes, threading.Event(), seconds=60)
        yield running
