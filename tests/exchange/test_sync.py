"""A sync: whatever comes to a bundle on its way, and whenever a device goes off, the next one ends right."""

import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from store import errors
from store.exchange import orders
from store.exchange.bundle import MAX_BUNDLE_BYTES, Direction
from store.exchange.bundle_contents import Up
from store.exchange.mailbox import Mailbox
from store.exchange.mailboxes import open_known
from store.exchange.peers import base_of, peer
from store.exchange.sync import MOST_TOLD, Outcome, plan, sync
from store.ids import DeviceId
from store.keeping import acts, epochs
from store.keeping.acts.terms.exchange import BundleFault
from store.keeping.acts.terms.families import FamilyLockCause
from store.keeping.acts.terms.store import EpochCause
from store.keeping.freshness import Frozen
from store.keeping.header import unpack
from store.keeping.inspection import inspect
from store.keeping.journal import Journal
from store.keeping.store import Store
from store.keeping.vault import Seeds
from tests.exchange.enrolled import FORGOTTEN, Pair
from tests.exchange.forging import (
    STRANGER,
    Author,
    everything,
    kinds_since,
    projected,
    replay_changes_nothing,
    told_since,
)
from tests.exchange.met import DELIVERED, Met, but_for_sending, meeting
from tests.keeping.test_acts import sample
from tests.made import PASSPHRASE, opened

SOMETHING = sample(acts.SettingChanged)


@pytest.fixture
def met(tmp_path: Path) -> Iterator[Met]:
    with meeting(tmp_path) as met:
        yield met


# -- on the outside --------------------------------------------------------------------------------------------------


def rejected(met: Met, store: Store, name: str, raw: bytes) -> tuple[errors.StoreError, acts.BundleRejected]:
    """Leave a file for a store, let it sync, and return why it was refused and what was told; nothing else was."""
    (met.mail / name).write_bytes(raw)
    size, before = store.journal.size, projected(store, "sentbundle", "peer", "sealedbundle")
    done = met.sync(store)
    (refused,) = done.refused
    (told,) = [each for each in told_since(store, size) if isinstance(each, acts.BundleRejected)]
    assert set(kinds_since(store, size)) <= {"bundle_rejected", "bundle_sent"}
    assert projected(store, "sentbundle", "peer", "sealedbundle") == before
    assert not (met.mail / name).exists()
    assert told.bundle_digest in (sha256(raw).hexdigest(), None)
    return refused.why, told


OUTSIDE: list[tuple[dict[str, Any], type[errors.StoreError], BundleFault]] = [
    ({"direction": Direction.DOWN}, errors.BundleNotForUsError, BundleFault.NOT_FOR_US),
    ({"to_device": DeviceId("1e" * 16)}, errors.BundleNotForUsError, BundleFault.NOT_FOR_US),
    ({"is_practice": False}, errors.BundlePracticeError, BundleFault.PRACTICE_MIXED_WITH_REAL),
    ({"by": STRANGER}, errors.BundleForgedError, BundleFault.FORGED),
]


@pytest.mark.parametrize(("changed", "refusal", "fault"), OUTSIDE, ids=["direction", "recipient", "practice", "key"])
def test_base_refuses_what_is_not_for_it(
    met: Met, changed: dict[str, Any], refusal: type[errors.StoreError], fault: BundleFault
) -> None:
    laptop, base = Author(met.laptop), Author(met.base)
    changed = dict(changed)
    contents: Any = base.down() if changed.get("direction") is Direction.DOWN else laptop.up()
    raw = laptop.sealed(contents, met.base, 1_000, **changed)

    why, told = rejected(met, met.base, laptop.name(met.base, 1_000), raw)

    assert type(why) is refusal
    assert (told.fault, told.from_device, told.size_bytes) == (fault, met.device, len(raw))


def test_a_laptop_refuses_what_goes_up(met: Met) -> None:
    base = Author(met.base)
    raw = base.sealed(Author(met.laptop).up(), met.laptop, 1_000)

    why, _ = rejected(met, met.laptop, base.name(met.laptop, 1_000), raw)

    assert type(why) is errors.BundleNotForUsError


def test_a_bundle_under_another_stores_name_is_refused(met: Met) -> None:
    """It is what it says inside that counts."""
    base, laptop = Author(met.base), Author(met.laptop)
    raw = laptop.sealed(laptop.up(), met.base, 1_000)

    why, _ = rejected(met, met.laptop, base.name(met.laptop, 1_000), raw)

    assert type(why) is errors.UnknownDeviceError


def test_nobody_who_is_not_enrolled_is_let_in(met: Met) -> None:
    laptop = Author(met.laptop)
    raw = laptop.sealed(laptop.up(), met.base, 1_000, from_device=DeviceId("1e" * 16))

    why, told = rejected(met, met.base, laptop.name(met.base, 1_000), raw)

    assert type(why) is errors.UnknownDeviceError
    assert (told.fault, told.from_device) == (BundleFault.FORGED, None)


def test_a_file_too_large_is_refused_unread_and_told_with_its_size(met: Met) -> None:
    name = Author(met.laptop).name(met.base, 1_000)
    with (met.mail / name).open("wb") as file:
        file.truncate(MAX_BUNDLE_BYTES + 1)
    size = met.base.journal.size

    done = met.sync(met.base)

    assert [type(each.why) for each in done.refused] == [errors.MailboxFileTooLargeError]
    (told,) = told_since(met.base, size)
    assert isinstance(told, acts.BundleRejected)
    assert (told.fault, told.size_bytes, told.bundle_digest) == (BundleFault.TOO_LARGE, MAX_BUNDLE_BYTES + 1, None)


def test_a_bundle_sealed_to_nobody_here_is_refused(met: Met) -> None:
    laptop = Author(met.laptop)
    stranger = Author(met.laptop)
    raw = laptop.sealed(laptop.up(), met.laptop, 1_000, to_device=DeviceId(met.base.sidecar.store))

    why, told = rejected(met, met.base, stranger.name(met.base, 1_000), raw)

    assert type(why) is errors.BundleNotForUsError
    assert told.from_device == met.device


def test_one_refused_bundle_keeps_no_other_out(met: Met) -> None:
    laptop = Author(met.laptop)
    laptop.write(SOMETHING)
    (met.mail / laptop.name(met.base, 1)).write_bytes(b"nothing at all")
    met.put(laptop.up(), laptop, met.base, 1_000)

    done = met.sync(met.base)

    assert (len(done.refused), done.taken_count) == (1, 1)
    assert not any(laptop.name(met.base, 1) == path.name for path in met.mail.iterdir())


def test_a_plan_changes_nothing(met: Met) -> None:
    laptop = Author(met.laptop)
    name = met.put(laptop.up(), laptop, met.base)
    before = everything(met.base), everything(met.laptop)

    mailbox, _ = met.open_mail(met.base)
    with mailbox:
        assert plan(met.base, mailbox).waiting == (name,)
        assert plan(met.laptop, mailbox).to_tell == (met.at_laptop(),)
    assert (everything(met.base), everything(met.laptop)) == before


# -- lost, doubled, late, reordered ----------------------------------------------------------------------------------


def test_a_doubled_bundle_changes_nothing_at_all(met: Met) -> None:
    laptop = Author(met.laptop)
    laptop.write(SOMETHING)
    contents = laptop.up()
    name = laptop.name(met.base, 1_000)
    raw = laptop.sealed(contents, met.base, 1_000)
    (met.mail / name).write_bytes(raw)
    met.sync(met.base)
    before, size = but_for_sending(met.base), met.base.journal.size

    for _ in range(2):
        (met.mail / name).write_bytes(raw)
        done = met.sync(met.base)
        assert (done.late_count, done.taken_count, len(done.refused)) == (1, 0, 0)

    assert but_for_sending(met.base) == before
    assert kinds_since(met.base, size) == ["bundle_sent"] * 2


def test_a_bundle_doubled_after_new_keys_changes_nothing_either(met: Met) -> None:
    """It opens no more, and it need not: it is known by its digest."""
    laptop = Author(met.laptop)
    raw = laptop.sealed(laptop.up(), met.base, 1_000)
    name = laptop.name(met.base, 1_000)
    (met.mail / name).write_bytes(raw)
    met.sync(met.base)
    epochs.change(met.base, EpochCause.ROUTINE)
    met.settle()
    before = everything(met.base)

    (met.mail / name).write_bytes(raw)
    done = met.sync(met.base)

    assert (done.late_count, len(done.refused)) == (1, 0)
    assert everything(met.base) == before


ARRIVALS = [
    (0, 1, 2, 3),
    (3, 2, 1, 0),
    (3,),
    (0, 0, 3, 3, 0),
    (1, 3, 0, 2),
    (2, 0, 3, 1, 2),
]


@pytest.mark.parametrize("arrival", ARRIVALS, ids=str)
def test_however_bundles_arrive_base_holds_the_same(tmp_path: Path, arrival: tuple[int, ...]) -> None:
    with meeting(tmp_path) as met:
        laptop = Author(met.laptop)
        first = met.at_base().their_size
        sent = []
        for number in range(4):
            laptop.write(sample(acts.TracingRecorded).model_copy(update={"family": DELIVERED[number % 3].family}))
            laptop.write(
                acts.FamilyLoaded(
                    family=DELIVERED[number % 3].family,
                    device=met.device,
                    order="0d" * 16,
                    delivery=None,
                    allocation_leaf="0e" * 32,
                )
            )
            sent.append(laptop.sealed(laptop.up(laptop.run(first)), met.base, 1_000 + number))

        for number in arrival:
            (met.mail / laptop.name(met.base, 1_000 + number)).write_bytes(sent[number])
            assert not met.sync(met.base).refused

        known = met.at_base()
        tree = met.base.journal_of(laptop.journal, 0)
        assert tree is not None
        assert tree.head() == laptop.head()
        assert (known.number_in, known.their_size) == (1_003, len(laptop.entries))
        assert known.their_root == laptop.head().root.hex()
        assert _held(met) == sorted(each.family for each in DELIVERED)
        ((doubled,),) = met.base.rows("SELECT count(*) - count(DISTINCT header) FROM entry")
        assert doubled == 0
        inspect(met.base)
        replay_changes_nothing(met.base)


def _held(met: Met) -> list[str]:
    return [each for (each,) in met.base.rows("SELECT family FROM allocation WHERE state = 'held' ORDER BY family")]


def test_a_lost_bundle_from_base_is_made_anew(met: Met) -> None:
    orders.allocate(met.base, met.at_base(), [DELIVERED[1].family])
    for _ in range(3):
        met.sync(met.base)
        for path in met.mail.iterdir():
            path.unlink()

    met.settle()

    assert _held(met) == sorted(each.family for each in DELIVERED[:2])


def test_what_was_sent_before_goes_once_the_new_one_lies_there(met: Met) -> None:
    for _ in range(3):
        met.laptop.record(SOMETHING)
        met.sync(met.laptop)

    left = [path.name for path in met.mail.glob("*.bundle")]
    assert left == [Author(met.laptop).name(met.base, met.at_laptop().number_out)]


def test_somebody_took_a_file_away_meanwhile(met: Met, monkeypatch: pytest.MonkeyPatch) -> None:
    laptop = Author(met.laptop)
    name = met.put(laptop.up(), laptop, met.base)
    size = met.base.journal.size
    read = Mailbox.read

    def gone(self: Mailbox, sought: str, max_bytes: int) -> bytes:
        (met.mail / sought).unlink()
        return read(self, sought, max_bytes)

    monkeypatch.setattr(Mailbox, "read", gone)

    done = met.sync(met.base)

    assert (done.refused, done.taken_count) == ([], 0)
    assert kinds_since(met.base, size) == []
    assert not (met.mail / name).exists()


# -- a base that was put back ----------------------------------------------------------------------------------------


def test_a_base_that_was_put_back_learns_it_from_a_laptop_and_stays_frozen(tmp_path: Path) -> None:
    with meeting(tmp_path) as met:
        folder = met.base.folder
        met.base.close()
        shutil.copytree(folder, tmp_path / "copy")
        with opened(folder) as base:
            orders.allocate(base, peer(base, met.device), [DELIVERED[1].family])
            _sync(base)
            met.sync(met.laptop)
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "copy", folder)
        with opened(folder) as base:
            assert base.frozen is None
            size = base.journal.size
            with pytest.raises(errors.StoreBehindError):
                _sync(base)
            assert base.frozen is Frozen.ROLLED_BACK
            assert base.journal.size == size
        for _ in range(2):
            with opened(folder) as base:
                assert base.frozen is Frozen.ROLLED_BACK


def test_a_base_that_was_put_back_and_went_on_is_found_beside_itself(tmp_path: Path) -> None:
    with meeting(tmp_path) as met:
        folder = met.base.folder
        met.base.close()
        shutil.copytree(folder, tmp_path / "copy")
        with opened(folder) as base:
            orders.allocate(base, peer(base, met.device), [DELIVERED[1].family])
            _sync(base)
            met.sync(met.laptop)
        shutil.rmtree(folder)
        shutil.copytree(tmp_path / "copy", folder)
        with opened(folder) as base:
            base.record(*[SOMETHING] * 9)
            with pytest.raises(errors.StoreBehindError):
                _sync(base)
        with opened(folder) as base:
            assert base.frozen is Frozen.FORKED


def test_a_base_put_back_to_before_another_journal_is_caught(met: Met) -> None:
    """Its own key signed a journal that it does not know: nobody else can have."""
    laptop, base, folder = Author(met.laptop), Author(met.base), met.base.folder
    base.journal, base.trees = type(base.journal)("0f" * 16), {0: []}
    base.write(SOMETHING)
    met.put(laptop.up(heard=base.note()), laptop, met.base)

    with pytest.raises(errors.StoreBehindError):
        met.sync(met.base)

    assert met.base.frozen is Frozen.ROLLED_BACK
    met.base.close()
    with opened(folder) as again:
        assert again.frozen is Frozen.ROLLED_BACK


# -- keys ------------------------------------------------------------------------------------------------------------


def test_keys_renewed_on_both_sides_at_once_are_learnt(met: Met) -> None:
    epochs.change(met.base, EpochCause.ROUTINE)
    epochs.change(met.laptop, EpochCause.ROUTINE)
    orders.allocate(met.base, met.at_base(), [DELIVERED[1].family])
    met.laptop.record(SOMETHING)

    refused = [len(each.refused) for each in (met.sync(met.base), met.sync(met.laptop), met.sync(met.base))]
    met.settle()

    assert sum(refused) > 0  # each was sealed to a key that is no more
    assert met.at_base().sealing_key == met.laptop.sidecar.device.sealing
    assert met.at_laptop().sealing_key == met.base.sidecar.device.sealing
    assert _held(met) == sorted(each.family for each in DELIVERED[:2])
    inspect(met.base)
    inspect(met.laptop)


def test_an_old_key_shown_again_changes_nothing(met: Met) -> None:
    old = Author(met.laptop)
    epochs.change(met.laptop, EpochCause.ROUTINE)
    met.settle()
    known = met.at_base()
    assert known.sealing_key != old.sealing.hex()

    for number in (2, known.number_in):
        met.put(old.up(), old, met.base, number)
        met.sync(met.base)

    assert (met.at_base().sealing_key, met.at_base().epoch) == (known.sealing_key, known.epoch)


def test_a_key_that_a_copy_put_back_has_again_is_learnt_from_its_newest_bundle(met: Met) -> None:
    old = Author(met.laptop)
    epochs.change(met.laptop, EpochCause.ROUTINE)
    met.settle()

    met.put(old.up(), old, met.base, met.at_base().number_in + 1)
    met.sync(met.base)

    assert (met.at_base().sealing_key, met.at_base().epoch) == (old.sealing.hex(), 1)
    replay_changes_nothing(met.base)


def gap(met: Met) -> Up:
    """Return what begins after all that base holds of the laptop."""
    later = Author(met.laptop)
    for _ in range(2):
        later.write(SOMETHING)
    return later.up(later.run(first=len(later.entries) - 1))


@pytest.mark.parametrize(("more", "epoch"), [(0, 2), (1, 1)], ids=["not the newest", "the newest"])
def test_a_key_that_a_copy_put_back_has_again_is_learnt_though_the_bundle_is_refused(
    met: Met, more: int, epoch: int
) -> None:
    old = Author(met.laptop)
    epochs.change(met.laptop, EpochCause.ROUTINE)
    met.settle()
    met.put(gap(met), old, met.base, met.at_base().number_in + more)

    (refused,) = met.sync(met.base).refused

    assert type(refused.why) is errors.BundleGapError
    assert met.at_base().epoch == epoch
    assert (met.at_base().sealing_key == old.sealing.hex()) is (epoch == 1)
    replay_changes_nothing(met.base)


def test_a_key_that_is_shown_outside_is_not_taken_back_by_what_the_bundle_carries(met: Met) -> None:
    """A first part of what base has to tell may end before the act that tells of its present key."""
    epochs.change(met.base, EpochCause.ROUTINE)
    part = Author(met.base)
    n = next(n for n, each in enumerate(part.entries) if unpack(each.header).kind == acts.DeviceKeysRenewed.kind)
    epochs.change(met.base, EpochCause.ROUTINE)
    base = Author(met.base)
    known = met.at_laptop()
    contents = base.down(
        base.proven(n, len(part.entries)), checkpoint=part.note(), consistency=(part.grown(known.their_size),)
    )
    met.put(contents, base, met.laptop)

    assert met.sync(met.laptop).refused == []

    assert (met.at_laptop().sealing_key, met.at_laptop().epoch) == (base.sealing.hex(), 3)
    replay_changes_nothing(met.laptop)


def test_whoever_plays_two_keys_back_in_turn_does_not_fill_the_store(met: Met) -> None:
    old = Author(met.laptop)
    epochs.change(met.laptop, EpochCause.ROUTINE)
    met.settle()
    for number in range(1_000, 1_000 + 4 * MOST_TOLD):
        met.put(gap(met), old if number % 2 else Author(met.laptop), met.base, number)
    size = met.base.journal.size

    refused = met.sync(met.base).refused

    assert len(refused) == 4 * MOST_TOLD
    told = Counter(kinds_since(met.base, size))
    assert told[acts.DeviceKeysRenewed.kind] == MOST_TOLD


@pytest.mark.parametrize(("epoch", "key"), [(70_000, None), (2, b"\xff" * 1216)], ids=["epoch", "key"])
def test_a_key_that_is_none_is_refused(met: Met, epoch: int, key: bytes | None) -> None:
    laptop, known = Author(met.laptop), met.at_base()
    laptop.epoch, laptop.sealing = epoch, key or Seeds.fresh().sealing_key().public
    raw = laptop.sealed(laptop.up(), met.base, 1_000)

    why, told = rejected(met, met.base, laptop.name(met.base, 1_000), raw)

    assert type(why) is errors.BundleFormError
    assert told.fault is BundleFault.MALFORMED
    assert met.at_base().sealing_key == known.sealing_key


# -- going off in the middle -----------------------------------------------------------------------------------------


class WentOffError(BaseException):
    """The device went off."""


STEPS: list[tuple[type, str]] = [(Journal, "append"), (Journal, "erase"), (Mailbox, "put"), (Mailbox, "remove")]


@contextmanager
def going_off(after: int | None) -> Iterator[Callable[[], int]]:
    """Let the device go off before a step, or after it; give how many steps there were."""
    steps = count()
    seen = [0]

    def around(original: Callable[..., object]) -> Callable[..., object]:
        def stepping(*given: object, **named: object) -> object:
            _burn()
            done = original(*given, **named)
            _burn()
            return done

        return stepping

    def _burn() -> None:
        seen[0] += 1
        if next(steps) == after:
            raise WentOffError

    with pytest.MonkeyPatch.context() as patched:
        for owner, name in STEPS:
            patched.setattr(owner, name, around(getattr(owner, name)))
        yield lambda: seen[0]


def _sync(store: Store) -> Outcome:
    mailbox, known = open_known(store)
    with mailbox:
        return sync(store, mailbox, known)


def _synced(folder: Path, text: str, after: int | None = None) -> int:
    """Sync a store, which goes off after so many steps: what lies on its disk then is all there is."""
    store = opened(folder, text)
    with going_off(after) as steps:
        try:
            _sync(store)
            return steps()
        except WentOffError:
            shutil.copytree(folder, folder.with_name("off"))
        finally:
            with suppress(Exception):
                store.close()
    shutil.rmtree(folder)
    folder.with_name("off").rename(folder)
    return steps()


def _busy(folder: Path) -> Pair:
    """Return a pair with much to say on both sides, and the bundles of both in the mailbox."""
    with meeting(folder, laptop_has=2) as met:
        met.laptop.record(*[SOMETHING] * 3)
        met.sync(met.laptop)
        orders.allocate(met.base, met.at_base(), [DELIVERED[2].family])
        orders.lock(met.base, met.at_base(), [DELIVERED[0].family], FamilyLockCause.CONTACT_WISH)
        orders.destroy(met.base, met.at_base(), [DELIVERED[1].family])
        met.laptop.record(*[SOMETHING] * 3)
        return Pair(met.base.folder, met.laptop.folder, met.device, met.laptop.keys.person.staff)


@pytest.mark.parametrize("who", ["base", "laptop"])
def test_wherever_a_sync_is_cut_off_the_next_one_ends_right(tmp_path: Path, who: str) -> None:
    source = tmp_path / "source"
    source.mkdir()
    _busy(source)
    ended = set()
    for after in count():
        here = tmp_path / "here"
        _moved(source, here)
        folders = {"base": (here / "base", PASSPHRASE), "laptop": (here / "laptop", FORGOTTEN)}
        if who == "laptop":
            _synced(*folders["base"])
        steps = _synced(*folders[who], after)

        for _ in range(4):
            _synced(*folders["laptop"])
            _synced(*folders["base"])

        ended.add(_end(here))
        shutil.rmtree(here)
        if steps <= after:
            break
    assert after > 6
    assert len(ended) == 1


def _moved(source: Path, here: Path) -> None:
    """Copy a pair with its mailbox, and tell both where that is now."""
    from store.exchange.mailboxes import name_mailbox

    shutil.copytree(source, here)
    for name, text in (("base", PASSPHRASE), ("laptop", FORGOTTEN)):
        with opened(here / name, text) as store:
            name_mailbox(store, str(here / "mail"))[0].close()


def _end(here: Path) -> str:
    """Return where a pair ends that has nothing more to tell."""
    with opened(here / "base") as base, opened(here / "laptop", FORGOTTEN) as laptop:
        assert not _sync(laptop).new_count
        done = _sync(base)
        assert (done.refused, done.sent_count) == ([], 0)
        for store in (base, laptop):
            inspect(store, signatures=True)
            replay_changes_nothing(store)
        known = peer(base, DeviceId(laptop.sidecar.store))
        assert known.sealing_key == laptop.sidecar.device.sealing
        assert base_of(laptop).their_size <= base.journal.size
        kinds = kinds_since(laptop, 0)
        return repr(
            (
                base.rows("SELECT family, state FROM allocation ORDER BY family"),
                base.rows("SELECT order_kind, state FROM fieldorder ORDER BY base_at"),
                laptop.rows("SELECT family, state FROM allocation ORDER BY family"),
                laptop.rows("SELECT order_kind, state FROM fieldorder ORDER BY base_at"),
                base.rows("SELECT family FROM family ORDER BY family"),
                laptop.rows("SELECT family FROM family ORDER BY family"),
                kinds.count("setting_changed"),
                kinds.count("family_loaded"),
                laptop.sidecar.epoch,
            )
        )
