"""What is installed: the same bytes wherever it was built, everything the product reads, and nothing of its tests."""

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from store.release import RELEASE

ROOT = Path(__file__).parents[1]
WHEEL, SDIST = f"doorstep-{RELEASE}-py3-none-any.whl", f"doorstep-{RELEASE}.tar.gz"
BESIDE_CODE = {
    "store/agreement/essex-2015.toml",
    "store/exchange/audit/controls.json",
    *(f"tui/common/help_pages/{name}.md" for name in ("auditor", "installing", "interviewer", "supervisor")),
    "tui/pages/fonts/DejaVuSansCondensed.ttf",
    "tui/pages/fonts/LICENSE",
}
"""What the product reads, and the licence of what it passes on."""


def built(source: Path, to: Path) -> Path:
    """Build wheel and source archive as an index would, at a day that is told."""
    environment = {**os.environ, "SOURCE_DATE_EPOCH": "1446465600"}
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(to)]
    subprocess.run(command, cwd=source, env=environment, check=True, capture_output=True, umask=0o077)
    return to


@pytest.fixture(scope="module")
def here(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(ROOT, tmp_path_factory.mktemp("here"))


def test_wheel_and_source_archive_are_the_same_bytes_wherever_they_are_built(here: Path, tmp_path: Path) -> None:
    """The second time from the source archive itself, which therefore holds all that it takes."""
    with tarfile.open(here / SDIST) as archive:
        archive.extractall(tmp_path / "elsewhere", filter="data")
    unpacked = tmp_path / "elsewhere" / f"doorstep-{RELEASE}"
    (unpacked / "tui" / "__init__.py").touch()

    there = built(unpacked, tmp_path / "there")

    assert sorted(each.name for each in there.iterdir()) == [WHEEL, SDIST]
    for name in (WHEEL, SDIST):
        assert (there / name).read_bytes() == (here / name).read_bytes(), name


def test_the_wheel_holds_what_the_product_reads_and_nothing_else(here: Path) -> None:
    with zipfile.ZipFile(here / WHEEL) as wheel:
        names = {name for name in wheel.namelist() if ".dist-info/" not in name}

    assert {name for name in names if not name.endswith(".py")} == BESIDE_CODE
    assert {name.partition("/")[0] for name in names} == {"store", "tui"}
    modules = {str(path.relative_to(ROOT)) for room in ("store", "tui") for path in (ROOT / room).rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == modules


def test_the_wheel_starts_doorstep_by_its_name(here: Path) -> None:
    with zipfile.ZipFile(here / WHEEL) as wheel:
        (entry_points,) = (name for name in wheel.namelist() if name.endswith("entry_points.txt"))
        told = wheel.read(entry_points).decode()

    assert "doorstep = tui.__main__:main" in told.splitlines()
