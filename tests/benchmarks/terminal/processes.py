"""What a process and its descendants take: processor time and memory, as Linux counts them."""

import contextlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

PROCESSES = Path("/proc")
_MAPPING = re.compile(r"[0-9a-f]+-[0-9a-f]+ ")


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


def wants_processor(pids: Sequence[int]) -> bool:
    """Return whether a thread of some processes runs, or waits until a processor is free."""
    for pid in pids:
        for task in _tasks(pid):
            with contextlib.suppress(OSError):
                if (task / "stat").read_text().rpartition(")")[2].split()[0] == "R":
                    return True
    return False


def resident_mib(pids: Sequence[int]) -> float:
    """Return the memory that lies in RAM for some processes; what they share, of one file, counts once."""
    kib: Counter[str] = Counter()
    shared: defaultdict[str, list[int]] = defaultdict(list)
    for pid in pids:
        for file, sizes in _mappings(pid):
            kib[file] += sizes["Rss"]
            if file.startswith("/"):
                shared[file].append(sizes["Shared_Clean"] + sizes["Shared_Dirty"])
    twice = sum(sum(each) - max(each) for each in shared.values())
    return (kib.total() - twice) / 1024


def _mappings(pid: int) -> list[tuple[str, Counter[str]]]:
    """Return what each piece of a process's memory is mapped from, and its sizes in KiB."""
    pieces: list[tuple[str, Counter[str]]] = []
    try:
        for line in (PROCESSES / str(pid) / "smaps").read_text().splitlines():
            if _MAPPING.match(line):
                _, _, offset, _, _, *file = line.split(maxsplit=5)
                pieces.append(("".join((*file, " ", offset)), Counter()))
            elif line.endswith(" kB"):
                name, size, _ = line.split()
                pieces[-1][1][name.rstrip(":")] += int(size)
    except PermissionError:  # it lets nobody look into its memory, but for root: then nothing of it is shared
        return [("", Counter(Rss=_whole_kib(pid)))]
    except OSError:  # it has just ended
        return []
    return pieces


def _whole_kib(pid: int) -> int:
    lines = (PROCESSES / str(pid) / "status").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))


def _tasks(pid: int) -> Iterator[Path]:
    with contextlib.suppress(OSError):
        yield from (PROCESSES / str(pid) / "task").iterdir()
