"""An older backup is put back with every destruction since, or not at all; the journal says what went again (13.5)."""

from pathlib import Path

import pytest

from store import errors
from store.custody.destruction.gate import Matter
from store.custody.destruction.gate_words import words_of
from store.custody.naming import staff_names
from store.exchange.backup import checking, ending, later, making, restoring
from store.exchange.backup.file import read_head
from store.exchange.backup.known import backups
from store.exchange.destroying import deciding, doing, since
from store.exchange.destroying.certifying import certify
from store.exchange.destroying.declaring import in_the_way
from store.exchange.destroying.known import destruction_named, destructions
from store.keeping import acts
from store.keeping.acts.terms.destruction import Declaration, DestructionEnd
from store.keeping.attested import Attested, check_attested
from store.keeping.journal import Journal
from store.keeping.kinds import acts_of
from store.keeping.store import Store
from tests.exchange.backup.test_faults import exchange as exchange
from tests.exchange.backup.test_faults import make
from tests.exchange.backup.test_release import OWN
from tests.exchange.destroying.test_doing import destroy
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, everything_in, hold
from tests.made import SECOND_PASSPHRASE, opened, passphrase

CERTIFICATES = [
    {"order": "a", "epoch": 2, "so_far": [{"order": "a", "epoch": 2}]},
    {"order": "b", "epoch": 3, "so_far": [{"order": "a", "epoch": 2}, {"order": "b", "epoch": 3}]},
]


@pytest.mark.parametrize(
    ("brought", "epoch", "done", "missing"),
    [
        ([], 1, (), []),
        (CERTIFICATES, 1, (), []),
        (CERTIFICATES[:1], 1, (), []),
        (CERTIFICATES[1:], 1, (), ["a"]),
        (CERTIFICATES[1:], 2, (), []),
        (CERTIFICATES[1:], 1, ("a",), []),
    ],
)
def test_the_last_certificate_names_the_others(
    brought: list[since.Said], epoch: int, done: tuple[str, ...], missing: list[str]
) -> None:
    assert since.not_brought(brought, epoch, done) == missing
    assert since.reached(brought) == max((int(each["epoch"]) for each in brought), default=0)


def gone(base: Store, place: int) -> Attested:
    """Destroy one family, and return the certificate."""
    order = destroy(base, deciding.of_families(FAMILIES[place : place + 1]))
    return check_attested(certify(base, destruction_named(base, order)))


def restore(path: Path, folder: Path, *destroyed: Attested) -> restoring.PutBack:
    own, second = (lambda: passphrase(OWN)), (lambda: passphrase(SECOND_PASSPHRASE))
    return restoring.restore(path, folder, restoring.Wanted(None, destroyed=destroyed), own, passphrase, second)


def test_one_certificate_of_two_puts_no_older_backup_back_and_both_are_told_in_its_journal(exchange: Exchange) -> None:
    path, folder = make(exchange), exchange.folder / "new"
    with exchange.at_base() as base:
        first, last = gone(base, 0), gone(base, 1)
    with pytest.raises(errors.DestructionsSinceError) as caught:
        restore(path, folder, last)
    assert str(first.said["order"])[:8] in caught.value.message
    assert not folder.exists()

    assert restore(path, folder, last, first).again_count == 2

    with opened(folder) as base:
        said = everything_in(base)
        assert not [each for each in DELIVERED[:2] if each.council_reference in said]
        assert {each.order for each in destructions(base) if each.is_done} == {
            each.said["order"] for each in (first, last)
        }
        executed = [held.act for held in acts_of(base, acts.DestructionExecuted)]
        for act, of in zip(executed, (last, first), strict=True):
            assert isinstance(act, acts.DestructionExecuted)
            assert (act.order, act.end, act.families_count) == (of.said["order"], DestructionEnd.DONE, 1)
            assert of.said["certificate"] in act.verified_by
            assert of.said["certified_by"] in act.verified_by
        assert of.said["certified_by"] in staff_names(base).values()
        points = [each.matter.value for each in in_the_way(base, Declaration.ALL_COPIES)]
        assert points.count("certificate") == 2
        assert doing.go_on(base) == []
        again = [check_attested(certify(base, each)).said for each in destructions(base)]
        assert len(again[-1]["so_far"]) == 2
        hold(base)


def test_a_base_put_back_waits_to_be_told_of_backups_made_after_that_copy(exchange: Exchange) -> None:
    path, folder = make(exchange), exchange.folder / "new"
    unknown = make(exchange)
    restore(path, folder)

    with opened(folder) as base:
        assert [each.told.backup for each in backups(base)] == [read_head(path).backup]
        (said,) = later_points(base)
        assert said.startswith("base was put back from a copy of 2 November 2015: name each backup")
        with pytest.raises(errors.BackupPassphraseError):
            later.name(base, unknown, "Safe drive", passphrase("Another 12 words here"))
        with pytest.raises(errors.BackupKnownError):
            later.name(base, path, "Safe drive", passphrase(OWN))
        named = later.name(base, unknown, "Safe drive", passphrase(OWN))
        assert named.is_open
        assert named.told.families_count == len(FAMILIES)
        assert later_points(base)  # there may be more of them

        assert later.say_all_named(base, "The drive's own list, read by two.") == 1

        assert later_points(base) == []
        with pytest.raises(errors.NothingPutBackError):
            later.say_all_named(base, "Again.")
        ending.destroy(base, named.backup, unknown)
        assert [each.is_open for each in backups(base)] == [True, False]
        hold(base)


def later_points(base: Store) -> list[str]:
    points = in_the_way(base, Declaration.ORIGINAL_DATASET)
    return [words_of(each) for each in points if each.matter is Matter.LATER_BACKUPS]


def test_a_backup_that_was_named_later_holds_where_it_goes_on_from_what_base_has(exchange: Exchange) -> None:
    """Clause 7.2f; one of the journal it ended in, and one of a base that was put back in between and lost too."""
    path, folder, between = make(exchange), exchange.folder / "new", exchange.folder / "between"
    with exchange.at_base() as base:
        gone(base, 0)
    unknown = [make(exchange)]
    restore(path, between)
    with opened(between) as base:
        unknown.append(making.make(base, "Safe drive", exchange.folder / "drive", passphrase(OWN)))
    restore(path, folder)

    with opened(folder) as base:
        for each in unknown:
            named = later.name(base, each, "Safe drive", passphrase(OWN))

            assert checking.check(base, each, passphrase(OWN)).verified_at is not None

            assert [each.is_damaged for each in backups(base) if each.backup == named.backup] == [False]
        hold(base)


def test_a_backup_of_another_past_than_base_has_does_not_hold(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, folder = make(exchange), exchange.folder / "new"
    unknown = make(exchange)
    restore(path, folder)
    honest = Journal.root_at

    with opened(folder) as base:
        later.name(base, unknown, "Safe drive", passphrase(OWN))
        former = next(iter(base.former_branches())).size
        monkeypatch.setattr(
            Journal, "root_at", lambda self, size: bytes(32) if self.size > former else honest(self, size)
        )
        with pytest.raises(errors.BackupOtherwiseError):
            checking.check(base, unknown, passphrase(OWN))
