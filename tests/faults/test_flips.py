"""Bits turned and files cut: detected and named, or harmless because the bytes were dead; never lost in silence."""

from pathlib import Path

import pytest

from store.errors import SidecarDamagedError
from store.keeping import sidecar
from store.keeping.anchor import AnchorFile
from store.keeping.opening import ClosedStore
from tests.faults import practice
from tests.faults.damage import Specimen, cuts, examine, files_of, flips, put, try_all
from tests.faults.tally import Tally
from tests.made import ANCHOR, QUEUE

DATABASE, LOG, INDEX = "epoch-1.db", "epoch-1.db-wal", "epoch-1.db-shm"

CI = {DATABASE: 800, LOG: 600, sidecar.NAME: 150, sidecar.SPARE: 150, ANCHOR: 150, QUEUE: 150}
"""Flips of one bit in each file, 2,000 in all."""
FRAME_BYTES = 24 + 4096
LOG_HEADER_BYTES = 32
"""Source: SQLite, Database File Format, 4.1 and 4.2."""


def settled(folder: Path) -> Specimen:
    """Return a locked store: all of it stands in the encrypted file, and three incidents are noted beside it."""
    practice.found(folder)
    with practice.come_in(folder) as store:
        practice.append(store, 16)
        kept = practice.read_back(store)
    closed = ClosedStore(folder)
    device = bytes.fromhex(closed.sidecar.device.sealing)
    noted = [closed.queue.note_act(practice.incident(practice.SOMEBODY), closed.now(), device) for _ in range(3)]
    closed.release()
    return Specimen(files_of(folder), kept, tuple(each.sealed for each in noted))


def unsettled(folder: Path, strokes: int) -> Specimen:
    """Return a store as it lies there when its process is killed: its last strokes stand in the log alone."""
    practice.found(folder)
    with practice.come_in(folder) as store:
        practice.append(store, strokes)
        return Specimen(files_of(folder), practice.read_back(store))


def live_bytes(log: bytes) -> int:
    """Return how far a log counts: frames further on are left over from before it last began anew.

    Source:
        SQLite, Database File Format, 4.2: a frame counts while its salts are those of the log's header.
    """
    salts, place = log[16:24], LOG_HEADER_BYTES
    while log[place + 8 : place + 16] == salts:
        place += FRAME_BYTES
    return place


def flip_settled(name: str, count: int, folder: Path) -> Tally:
    """Turn bits of one file of a locked store."""
    specimen = settled(folder / "whole")
    return try_all(f"bit flips in `{name}`", folder, specimen, flips(specimen.files, name, count))


def flip_log(count: int, folder: Path) -> Tally:
    """Turn bits of a log of which every frame counts."""
    specimen = unsettled(folder / "whole", 30)
    return try_all("bit flips in the log", folder, specimen, flips(specimen.files, LOG, count))


def flip_recycled_log(count: int, folder: Path) -> Tally:
    """Turn bits of a log that was moved into the file once and began anew, over frames that count no more."""
    specimen = unsettled(folder / "whole", 220)
    return try_all("bit flips in a log begun anew", folder, specimen, flips(specimen.files, LOG, count))


def flip_under_log(count: int, folder: Path) -> Tally:
    """Turn bits of the encrypted file and of the log's index, with a log beside them."""
    specimen = unsettled(folder / "whole", 30)
    tally = try_all("bit flips under a log", folder, specimen, flips(specimen.files, DATABASE, count))
    index = try_all("", folder, specimen, flips(specimen.files, INDEX, count // 5))
    assert index.lost == []
    return tally


def cut_everything(step: int, folder: Path) -> Tally:
    """Cut each file of a locked store, and the log of a killed one, every so many bytes."""
    whole, killed = settled(folder / "whole"), unsettled(folder / "killed", 30)
    tally = Tally("truncations")
    for specimen, name, every in (
        (whole, DATABASE, step),
        (killed, LOG, step),
        (killed, DATABASE, step),
        (whole, sidecar.NAME, step // 4),
        (whole, sidecar.SPARE, step // 4),
        (whole, ANCHOR, step // 4),
    ):
        tally.add(try_all("", folder, specimen, cuts(specimen.files, name, every)))
    return tally


def cut_small_files_everywhere(folder: Path) -> Tally:
    """Cut sidecar, spare and anchor at every single byte, and ask their own readers."""
    specimen = settled(folder / "whole")
    with practice.come_in(folder / "whole") as store:
        anchor_key = store.keys.anchor
        tally = Tally("truncations of the small files, at every byte")
        with tally.timed():
            for name in (sidecar.NAME, sidecar.SPARE, ANCHOR):
                for what, files in cuts(specimen.files, name, 1):
                    (folder / "whole" / name).write_bytes(files[name])
                    if name == ANCHOR:
                        cut = AnchorFile(folder / "whole", anchor_key, 1)
                        is_seen = None in cut.places()
                        cut.close()
                    else:
                        is_seen = sidecar.read(folder / "whole").damaged == name
                    tally.tried += 1
                    tally.refused += is_seen
                    tally.lost += [] if is_seen else [what]
                (folder / "whole" / name).write_bytes(specimen.files[name])
    return tally


@pytest.mark.parametrize("name", [DATABASE, sidecar.NAME, sidecar.SPARE, ANCHOR, QUEUE])
def test_every_flipped_bit_of_a_locked_store_is_detected_and_named(name: str, tmp_path: Path) -> None:
    tally = flip_settled(name, CI[name], tmp_path)

    assert tally.lost == []
    assert tally.refused == tally.tried == CI[name]


def test_every_flipped_bit_of_a_log_freezes_the_store(tmp_path: Path) -> None:
    tally = flip_log(CI[LOG], tmp_path)

    assert tally.lost == []
    assert dict(tally.named) == {"opened frozen: rolled_back": CI[LOG]}


def test_a_flipped_bit_of_a_log_begun_anew_is_harmless_only_where_no_frame_counts(tmp_path: Path) -> None:
    specimen = unsettled(tmp_path / "whole", 220)
    log = specimen.files[LOG]
    live = live_bytes(log)
    assert LOG_HEADER_BYTES + 10 * FRAME_BYTES < live < len(log) - 10 * FRAME_BYTES

    counting = try_all("", tmp_path, specimen, flips(specimen.files, LOG, 60, below=live))
    anywhere = try_all("", tmp_path, specimen, flips(specimen.files, LOG, 60))

    assert counting.refused == counting.tried == 60
    assert anywhere.lost == []
    assert 0 < anywhere.survived < 60


def test_a_flipped_bit_under_a_log_is_named_or_stands_where_the_log_has_newer_pages(tmp_path: Path) -> None:
    tally = flip_under_log(100, tmp_path)

    assert tally.lost == []
    assert tally.refused > 0


def test_the_index_of_a_log_may_be_damaged_for_it_is_made_anew(tmp_path: Path) -> None:
    specimen = unsettled(tmp_path / "whole", 30)

    tally = try_all("", tmp_path, specimen, flips(specimen.files, INDEX, 20))

    assert tally.survived == tally.tried


def test_every_cut_of_a_large_file_is_detected_and_named(tmp_path: Path) -> None:
    tally = cut_everything(2048, tmp_path)

    assert tally.lost == []
    assert tally.refused + tally.survived == tally.tried


def test_every_cut_of_a_small_file_is_seen_by_whoever_reads_it(tmp_path: Path) -> None:
    tally = cut_small_files_everywhere(tmp_path)

    assert tally.lost == []
    assert tally.refused == tally.tried > 20_000


def test_two_damaged_copies_of_the_sidecar_are_refused_together(tmp_path: Path) -> None:
    specimen = settled(tmp_path / "whole")
    spoilt = next(flips(specimen.files, sidecar.NAME, 1))[1]
    both = next(flips(spoilt, sidecar.SPARE, 1))[1]

    found = examine(tmp_path / "damaged", both, specimen)

    assert found.name == SidecarDamagedError.__name__


def test_a_queue_cut_anywhere_reads_as_what_was_noted_first_or_is_named(tmp_path: Path) -> None:
    """That its end was cut off cannot be seen, as FORMAT.md says; but nothing before is changed or left out."""
    specimen = settled(tmp_path / "whole")
    put(tmp_path / "cut", specimen.files)
    closed = ClosedStore(tmp_path / "cut")

    for _, files in cuts(specimen.files, QUEUE, 1):
        (tmp_path / "cut" / QUEUE).write_bytes(files[QUEUE])
        noted = tuple(each.sealed for each in closed.queue.waiting())

        assert noted == specimen.noted[: len(noted)]
        assert len(noted) == files[QUEUE].count(b"\n")

    closed.release()
