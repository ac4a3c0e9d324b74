"""Reading in a child process, so that a hostile file costs one sentence and not the program.

The spreadsheet library, given 5 KB with one far cell, asked for 550 GB and ended Python beyond any ``except``.
A single-threaded caller (the command line, an RQ job) is forked, which takes a few milliseconds; a caller with
threads (a web server) starts a fresh interpreter, because a forked child would inherit locks that nobody releases.
"""

from __future__ import annotations

import gc
import os
import pickle
import select
import signal
import sys
import time
from collections.abc import Callable
from typing import IO, Any, TypeVar

from marketplace.suppliers.reading.sheets import UnreadableFile

Result = TypeVar("Result")

MEMORY_BYTES = 1_000_000_000
SECONDS = 60.0
CHUNK = 1 << 20
WHOLE = b"\x00whole"  # closes a result, so that one cut short is told from a complete one


def run_in_child(
    function: Callable[..., Result],
    *args: Any,
    memory_bytes: int = MEMORY_BYTES,
    seconds: float = SECONDS,
) -> Result:
    """``function(*args)`` in a child process that may take ``memory_bytes`` and ``seconds``.

    ``function`` and the result must be picklable, and ``function`` importable by name. It may write to standard
    output and to ``sys.stderr`` (a progress bar), which are the caller's; what native code writes to descriptor 2
    is kept back.

    Raises ``UnreadableFile``: whatever the function raised, or ``out_of_memory``, ``too_slow``, ``reader_crashed``
    (with the child's traceback as a note). An ``OSError`` of the function is raised as it is.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    start = _fork if _is_single_threaded() else _start_interpreter
    with _scratch() as noise:
        reading_end, writing_end = os.pipe()
        try:
            child = start(function, args, memory_bytes, seconds, writing_end, noise)
        except BaseException:
            os.close(reading_end)
            raise
        finally:
            os.close(writing_end)
        answer, status = _wait(child, reading_end, seconds)
        noise.seek(0)
        return _result(answer, status, noise.read(CHUNK), seconds)


def _is_single_threaded() -> bool:
    try:
        return len(os.listdir("/proc/self/task")) == 1
    except OSError:
        threading = sys.modules.get("threading")
        return sys.platform != "win32" and (threading is None or threading.active_count() == 1)


def _scratch() -> IO[bytes]:
    """A nameless file in memory where there is such a thing."""
    if hasattr(os, "memfd_create"):
        return open(os.memfd_create("lumbung"), "w+b", buffering=0)
    import tempfile

    return tempfile.TemporaryFile(buffering=0)


def _fork(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    memory_bytes: int,
    seconds: float,
    writing_end: int,
    noise: IO[bytes],
) -> int:
    child = os.fork()
    if child:
        return child
    try:
        if faulthandler := sys.modules.get("faulthandler"):
            faulthandler.disable()  # it would print the parent's stack where the user sees it
        gc.freeze()  # what the parent owns, such as a database connection, must not be finalised here
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGCHLD):
            signal.signal(number, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, 0)
        _work(function, args, memory_bytes, seconds, writing_end, noise.fileno())
    finally:
        os._exit(1)  # reached only if the work could not even report


def _start_interpreter(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    memory_bytes: int,
    seconds: float,
    writing_end: int,
    noise: IO[bytes],
) -> int:
    import subprocess

    with _scratch() as order:
        order.write(pickle.dumps((memory_bytes, seconds, writing_end, noise.fileno())))
        order.write(pickle.dumps((function, args)))
        order.seek(0)
        # The child's own object would wait for it when collected; the process id is all that is needed.
        process = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [sys.executable, "-c", f"import sys; sys.path[:] = {sys.path!r}; import {__name__} as s; s.obey()"],
            stdin=order,
            pass_fds=(writing_end, noise.fileno()),
        )
    process.returncode = 0
    return process.pid


def obey() -> None:
    """Entry point of a fresh interpreter: the order is on standard input."""
    order = sys.stdin.buffer
    memory_bytes, seconds, writing_end, noise = pickle.load(order)  # noqa: S301 (written by our own parent)
    function, args = pickle.load(order)  # noqa: S301
    _work(function, args, memory_bytes, seconds, writing_end, noise)


def _work(
    function: Callable[..., Any],
    args: tuple[Any, ...],
    memory_bytes: int,
    seconds: float,
    writing_end: int,
    noise: int,
) -> None:
    _limit(memory_bytes, seconds)
    sys.stderr = os.fdopen(os.dup(2), "w")
    os.dup2(noise, 2)
    answer = _attempt(function, args)
    sys.stderr.flush()
    with os.fdopen(writing_end, "wb", buffering=CHUNK) as pipe:
        pipe.write(answer)
        pipe.write(WHOLE)
    os._exit(0)


def _limit(memory_bytes: int, seconds: float) -> None:
    import resource

    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_CPU, int(seconds) + 1)
    try:
        with open("/proc/self/statm") as statm:  # what the program itself occupies is not the file's fault
            occupied = int(statm.read().split()[0]) * resource.getpagesize()
    except OSError:
        return  # not Linux: address space is not limited there, time is
    _lower(resource.RLIMIT_AS, occupied + memory_bytes)


def _lower(limit: int, value: int) -> None:
    import resource

    soft, hard = resource.getrlimit(limit)
    bounds = [bound for bound in (value, soft, hard) if bound != resource.RLIM_INFINITY]
    resource.setrlimit(limit, (min(bounds), hard))


def _attempt(function: Callable[..., Any], args: tuple[Any, ...]) -> bytes:
    """The pickled outcome: (True, result) or (False, exception)."""
    try:
        result = function(*args)
        sys.stdout.flush()
        return pickle.dumps((True, result), protocol=5)
    except (UnreadableFile, OSError) as error:
        return pickle.dumps((False, error))
    except MemoryError:
        return pickle.dumps((False, UnreadableFile("out_of_memory")))
    except BaseException:  # noqa: BLE001 (a panic of native code is a BaseException; the traceback reaches the caller)
        import traceback

        return pickle.dumps((False, traceback.format_exc()))


def _wait(child: int, reading_end: int, seconds: float) -> tuple[bytes, int | None]:
    """What the child wrote and its wait status, None where it was ended for taking too long."""
    deadline = time.monotonic() + seconds
    chunks: list[bytes] = []
    status = 0
    finished = False
    try:
        finished = _drain(reading_end, deadline, chunks)
    finally:
        os.close(reading_end)
        if not finished:
            os.kill(child, signal.SIGKILL)
        status = _reap(child)
    return b"".join(chunks), status if finished else None


def _drain(descriptor: int, deadline: float, chunks: list[bytes]) -> bool:
    """Append what arrives until the other end closes; False where the deadline came first."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLHUP)
    while True:
        remaining = deadline - time.monotonic()
        if remaining <= 0 or not poll.poll(remaining * 1000):
            return False
        chunk = os.read(descriptor, CHUNK)
        if not chunk:
            return True
        chunks.append(chunk)


def _reap(child: int) -> int:
    try:
        return os.waitpid(child, 0)[1]
    except ChildProcessError:  # the program ignores SIGCHLD, so the system has reaped it
        return 0


def _result(answer: bytes, status: int | None, noise: bytes, seconds: float) -> Any:
    if status is None:
        raise UnreadableFile("too_slow", limit=round(seconds))
    if not answer.endswith(WHOLE):
        raise _verdict(status, noise, seconds)
    succeeded, outcome = pickle.loads(answer)  # noqa: S301 (our own child)
    if succeeded:
        return outcome
    if isinstance(outcome, BaseException):
        raise outcome
    if "memory allocation" in outcome or b"memory allocation" in noise or "MemoryError" in outcome:
        raise UnreadableFile("out_of_memory")
    crashed = UnreadableFile("reader_crashed")
    crashed.add_note(outcome)
    raise crashed


def _verdict(status: int, noise: bytes, seconds: float) -> UnreadableFile:
    """Why a child ended without an answer."""
    ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if ended_by == signal.SIGXCPU:
        return UnreadableFile("too_slow", limit=round(seconds))
    if ended_by == signal.SIGKILL or b"memory allocation" in noise or b"MemoryError" in noise:
        return UnreadableFile("out_of_memory")
    crashed = UnreadableFile("reader_crashed")
    crashed.add_note(f"wait status {status}: {noise[-2000:].decode(errors='replace')}")
    return crashed
