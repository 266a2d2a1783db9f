"""A declaration waits for everything, and what never comes back prints on it (13.3-13.7)."""

import json
from pathlib import Path

import pytest

from store import errors
from store.custody.destruction.gate_words import words_of
from store.custody.incidents.known import incidents
from store.custody.paper import issue, take_back
from store.exchange.destroying import deciding, doing
from store.exchange.destroying.certifying import certify
from store.exchange.destroying.declaring import declare, in_the_way
from store.exchange.destroying.known import destruction_named, listed, note_of
from store.exchange.destroying.writing_off import Gone, write_off
from store.exchange.noticing import of_destruction
from store.exchange.peers import peer
from store.exchange.revocation import revoke
from store.exchange.waiting import waiting
from store.keeping import acts
from store.keeping.acts.terms.destruction import Declaration, WriteOffMatter
from store.keeping.acts.terms.devices import RevocationCause
from store.keeping.attested import check_attested
from store.keeping.kinds import acts_of
from store.keeping.store import Store
from tests.exchange.destroying.test_doing import second
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, everything_in, hold
from tests.exchange.test_succession import copy_of, put_back_and_succeeded
from tests.faults.practice import incident


def test_a_laptop_that_never_comes_back_stands_in_the_way_until_it_is_written_off_and_then_prints(
    tmp_path: Path,
) -> None:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.sync()
    with exchange.at_base() as base:
        order = deciding.decide(base, deciding.everything(base), second)
        (went,) = doing.go_on(base)
        assert went.waiting == [exchange.laptop.device]
        revoke(base, peer(base, exchange.laptop.device), RevocationCause.LOST)
        with pytest.raises(errors.DeclarationOpenError) as caught:
            declare(base, Declaration.ALL_COPIES, second)
        assert [each for each in caught.value.points if each.startswith("laptop holds 2 families (dataset ")]
        with pytest.raises(errors.IncidentUnknownError):
            write_off(base, Gone(WriteOffMatter.DEVICE, "laptop"), "0", "Stolen.", second)
        with pytest.raises(errors.DestructionOpenError):
            certify(base, destruction_named(base, order))
        base.record(incident(base.keys.person.staff))
        (lost,) = incidents(base)
        with pytest.raises(errors.WriteOffWhatError):  # no sheet is out: none is written off in advance
            write_off(base, Gone(WriteOffMatter.PAPER, sheets=("A-1",)), lost.incident[:8], "In a fire.", second)

        write_off(base, Gone(WriteOffMatter.DEVICE, "laptop"), lost.incident[:8], "Stolen; never found.", second)
        (went,) = doing.go_on(base)

        assert went.is_done
        assert DELIVERED[0].council_reference not in everything_in(base)
        (uncertified,) = in_the_way(base, Declaration.ALL_COPIES)
        assert words_of(uncertified) == f"a destruction of 6 families is done and not certified ({order[:8]})"
        certificate = check_attested(certify(base, destruction_named(base, order)))
        assert in_the_way(base, Declaration.ALL_COPIES) == []
        declaration = check_attested(declare(base, Declaration.ALL_COPIES, second))
        hold(base)
    for told in (certificate.said, declaration.said):
        (off,) = told["written_off"]
        assert (off["incident"], off["reason"]) == (lost.incident, "Stolen; never found.")
    assert "device_never_returned" in [each["point"] for each in declaration.said["not_done"]]
    assert declaration.said["certificates"][0]["certificate"] == certificate.said["certificate"]
    assert not any(each.council_reference in json.dumps(declaration.said) for each in DELIVERED)


def test_the_original_dataset_is_not_declared_before_the_resupply_was_sent(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    with exchange.at_base() as base:
        deciding.decide(base, deciding.everything(base), second)
        doing.go_on(base)

        with pytest.raises(errors.DeclarationOpenError) as caught:
            declare(base, Declaration.ORIGINAL_DATASET, second)

        assert [each for each in caught.value.points if "updating (7.2e)" in each]


def test_a_laptop_of_which_the_journal_alone_is_written_off_still_has_to_destroy_what_it_holds(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.sync()
    with exchange.at_base() as base:
        base.record(incident(base.keys.person.staff))
        (lost,) = incidents(base)
        write_off(base, Gone(WriteOffMatter.JOURNAL, "laptop"), lost.incident[:8], "Its journal is damaged.", second)
        order = deciding.decide(base, deciding.everything(base), second)
        (went,) = doing.go_on(base)
        assert went.waiting == [exchange.laptop.device]
    exchange.sync()
    assert exchange.laptop.held() == set()
    with exchange.at_base() as base:
        (went,) = doing.go_on(base)
        assert went.is_done
        told = check_attested(certify(base, destruction_named(base, order)))
    assert told.said["written_off"] == []
    assert "device_never_returned" not in [each["point"] for each in told.said["not_done"]]


def test_a_laptop_alone_is_done_once_it_is_written_off_and_open_again_once_it_is_heard_of(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.sync()
    with exchange.at_base() as base:
        base.record(incident(base.keys.person.staff))
        (lost,) = incidents(base)
        order = deciding.decide(base, deciding.of_device(base, exchange.laptop.device), second)
        assert [each.waiting for each in doing.go_on(base)] == [[exchange.laptop.device]]
        write_off(base, Gone(WriteOffMatter.DEVICE, "laptop"), lost.incident[:8], "Stolen; never found.", second)

        base.notebook.write_note(note_of("f" * 32), "what nobody decided, for it was killed before")
        assert waiting(base).destructions == len(listed(base)) == 2
        assert doing.go_on(base) == []
        assert destruction_named(base, order).is_done
        assert waiting(base).destructions == len(listed(base)) == 0
        assert "Written off: 1." in of_destruction(base, order).text
        told = check_attested(certify(base, destruction_named(base, order)))
        assert [each["reason"] for each in told.said["written_off"]] == ["Stolen; never found."]
    exchange.sync()

    with exchange.at_base() as base:
        with pytest.raises(errors.DestructionOpenError):
            certify(base, destruction_named(base, order))
        (went,) = doing.go_on(base)
        assert went.is_done
        told = check_attested(certify(base, destruction_named(base, order)))
        assert (len(told.said["holders"]), told.said["written_off"]) == (1, [])


def test_paper_is_written_off_sheet_by_sheet_and_one_that_comes_back_closes_no_other(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    with exchange.at_base() as base:
        base.record(incident(base.keys.person.staff))
        (lost,) = incidents(base)
        issue(base, ["A-1", "A-2"], "Supervisor Two", FAMILIES[:2], "No battery at the door.")
        for wrong in ((), ("A-3",), ("A-1", "A-3")):
            with pytest.raises(errors.WriteOffWhatError):
                write_off(base, Gone(WriteOffMatter.PAPER, sheets=wrong), lost.incident, "In a fire.", second)

        write_off(base, Gone(WriteOffMatter.PAPER, sheets=("A-1",)), lost.incident, "In a fire.", second)
        assert _said(base, "still out") == ["1 numbered sheet is still out"]
        take_back(base, ["A-1"])
        assert _said(base, "numbered") == ["1 numbered sheet is still out", "1 numbered sheet is back and not shredded"]


def _said(base: Store, part: str) -> list[str]:
    return [said for each in in_the_way(base, Declaration.ALL_COPIES) if part in (said := words_of(each))]


def test_a_write_off_says_how_much_base_holds_whatever_bundle_was_played_back_since(tmp_path: Path) -> None:
    """A succession counts bundles anew: one that base never saw may come in behind those it holds all of."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.sync()
    exchange.sync_laptop()
    with exchange.at_base() as base:
        (older,) = exchange.mail.glob(f"{base.sidecar.store}.*")
    former = older.read_bytes()
    exchange.laptop.correct(FAMILIES[0], "Blue door, ring twice.")
    exchange.sync_laptop()
    exchange.sync(2)
    copy = copy_of(exchange)
    exchange.laptop.correct(FAMILIES[0], "Green door, ring twice.")
    exchange.sync(2)
    put_back_and_succeeded(exchange, copy)
    for each in exchange.mail.iterdir():
        each.unlink()
    older.write_bytes(former)
    exchange.sync_base()

    with exchange.at_base() as base:
        laptop = peer(base, exchange.laptop.device)
        held = base.journal_of(laptop.journal, laptop.branch)
        base.record(incident(base.keys.person.staff))
        (lost,) = [each for each in incidents(base) if each.devices == ()]
        write_off(base, Gone(WriteOffMatter.DEVICE, "laptop"), lost.incident[:8], "Stolen; never found.", second)

        (told,) = [each.act for each in acts_of(base, acts.WriteOffRecorded)]
    assert isinstance(told, acts.WriteOffRecorded)
    assert held is not None
    assert told.known_size == held.size
