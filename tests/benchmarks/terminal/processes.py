"""What a process and its descendants take: processor time and memory, as Linux counts them."""

import contextlib
from collections.abc import Iterator, Sequence
from pathlib import Path

PROCESSES = Path("/proc")


def tree(pid: int) -> list[int]:
    """Return a process and its descendants, itself first."""
    found, left = [], [pid]
    while left:
        found.append(left.pop())
        for task in _tasks(found[-1]):
            with contextlib.suppress(OSError):  # a task that has just ended
                left += map(int, (task / "children").read_text().split())
    return found


def processor_ns(pids: Sequence[int]) -> int:
    """Return the nanoseconds that all threads of some processes have run."""
    ran = 0
    for pid in pids:
        for task in _tasks(pid):
            with contextlib.suppress(OSError):
                ran += int((task / "schedstat").read_text().split()[0])
    return ran


def resident_mib(pids: Sequence[int]) -> float:
    """Return the memory that lies in RAM for some processes; what two of them share counts twice."""
    kib = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            lines = (PROCESSES / str(pid) / "status").read_text().splitlines()
            kib += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return kib / 1024


def _tasks(pid: int) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from (PROCESSES / str(pid) / "task").iterdir()
