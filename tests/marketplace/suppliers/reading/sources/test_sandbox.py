import ctypes
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from marketplace.suppliers.reading.sheets import UnreadableFile
from marketplace.suppliers.reading.sources.sandbox import run_in_child


def joined(left: str, right: str) -> str:
    return left + right


def written_to_standard_output(text: str) -> None:
    sys.stdout.write(text)
    sys.stderr.write("progress\n")
    os.write(2, b"noise of a native library\n")


def in_process() -> int:
    return os.getpid()


def refuse() -> None:
    raise UnreadableFile("too_many_rows", limit=7)


def miss_a_file() -> None:
    Path("/nowhere/at/all").read_bytes()


def divide() -> float:
    return 1 / 0


def kill_itself() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def touch_nothing() -> None:
    ctypes.string_at(0)


def abort_as_a_native_library_does() -> None:
    os.write(2, b"memory allocation of 549755813888 bytes failed\n")
    os.abort()


def take_memory() -> int:
    return len(bytearray(4_000_000_000))


def take_time() -> None:
    while True:
        pass


def wait_for_ever() -> None:
    threading.Event().wait()


def leave() -> None:
    os._exit(0)


@pytest.fixture(params=["single-threaded", "with threads"])
def caller(request: pytest.FixtureRequest) -> Iterator[str]:
    """Both ways of starting a child: forked, and as a fresh interpreter because the caller has threads."""
    if request.param == "single-threaded":
        yield request.param
        return
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    yield request.param
    end.set()
    thread.join()


@pytest.mark.usefixtures("caller")
def test_the_result_comes_back_from_another_process() -> None:
    assert run_in_child(in_process) != os.getpid()
    assert run_in_child(joined, "a" * 3_000_000, "b") == "a" * 3_000_000 + "b"


@pytest.mark.usefixtures("caller")
def test_the_child_writes_to_the_callers_output_and_native_noise_is_kept_back(
    capfd: pytest.CaptureFixture[str],
) -> None:
    run_in_child(written_to_standard_output, "hasil\n")
    assert capfd.readouterr() == ("hasil\n", "progress\n")


@pytest.mark.usefixtures("caller")
@pytest.mark.parametrize(
    ("function", "code"),
    [
        (refuse, "too_many_rows"),
        (divide, "reader_crashed"),
        (kill_itself, "out_of_memory"),
        (touch_nothing, "reader_crashed"),
        (abort_as_a_native_library_does, "out_of_memory"),
        (take_memory, "out_of_memory"),
        (leave, "reader_crashed"),
    ],
)
def test_whatever_ends_the_child_is_one_clear_sentence(
    function: Callable[[], object], code: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UnreadableFile) as refused:
        run_in_child(function)
    assert refused.value.code == code
    for language in ("id", "en"):
        assert refused.value.message(language).endswith(".")
    assert capfd.readouterr() == ("", "")
    assert_no_child_is_left()


@pytest.mark.usefixtures("caller")
@pytest.mark.parametrize("function", [take_time, wait_for_ever])
def test_a_child_that_takes_too_long_is_ended(function: Callable[[], object]) -> None:
    begun = time.monotonic()
    with pytest.raises(UnreadableFile) as refused:
        run_in_child(function, seconds=0.3)
    assert refused.value.code == "too_slow"
    assert time.monotonic() - begun < 30
    assert_no_child_is_left()


def test_the_childs_traceback_is_there_for_whoever_mends_it() -> None:
    with pytest.raises(UnreadableFile) as refused:
        run_in_child(divide)
    assert "ZeroDivisionError" in "".join(refused.value.__notes__)


def test_an_error_of_the_system_is_raised_as_it_is() -> None:
    with pytest.raises(FileNotFoundError):
        run_in_child(miss_a_file)


def test_an_interrupted_caller_ends_its_child() -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(KeyboardInterrupt):
            run_in_child(take_time)
    finally:
        signal.signal(signal.SIGALRM, before)
    assert_no_child_is_left()


def test_no_descriptor_is_left_open() -> None:
    run_in_child(in_process)
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(5):
        run_in_child(in_process)
        with pytest.raises(UnreadableFile):
            run_in_child(refuse)
    assert len(os.listdir("/proc/self/fd")) == before


def assert_no_child_is_left() -> None:
    children = Path(f"/proc/self/task/{os.getpid()}/children")
    assert all(_ended_by_us(int(child)) for child in children.read_text().split())


def _ended_by_us(child: int) -> bool:
    """Servers of other tests may be children too; a zombie or our own interpreter may not."""
    status = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[0]
    command = Path(f"/proc/{child}/cmdline").read_bytes()
    return status != "Z" and b"sources.sandbox" not in command and command != Path("/proc/self/cmdline").read_bytes()
