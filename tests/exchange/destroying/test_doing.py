"""A destruction goes to every holder, ends at base, and leaves proof and nothing else (7.2f, 13.5, A11)."""

import hashlib
from pathlib import Path

import pytest

from store import errors
from store.custody.requests.asking import RequestEntered, add_request
from store.custody.requests.following import instruct
from store.custody.requests.known import requests
from store.errors import InstructionMissingError, InstructionOfNobodyError
from store.exchange.destroying import deciding, doing
from store.exchange.destroying.certifying import certify
from store.exchange.destroying.deciding import Gate
from store.exchange.destroying.instructed import instructed
from store.exchange.destroying.known import destruction_named, destructions
from store.exchange.instructions import instructions, record_instruction
from store.ids import DeviceId, FamilyId
from store.keeping import acts
from store.keeping.acts.terms.exchange import InstructionMatter
from store.keeping.acts.terms.incidents import RequestKind
from store.keeping.attested import check_attested
from store.keeping.inspection import inspect
from store.keeping.passphrases import Passphrase
from store.keeping.store import Store
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, everything_in, hold
from tests.keeping.test_taken import an_example
from tests.made import SECOND_PASSPHRASE, passphrase
from tests.tui.test_extract_command import take
from tui.pages.certificate import lines_of


def second() -> Passphrase:
    return passphrase(SECOND_PASSPHRASE)


def nobody() -> Passphrase:
    raise AssertionError("one person is enough")


def destroy(store: Store, meant: deciding.Meant) -> str:
    order = deciding.decide(store, meant, second)
    doing.go_on(store)
    return order


def test_a_family_goes_from_laptop_and_base_and_its_certificate_holds_anywhere(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:3])
    exchange.sync()
    with exchange.at_base() as base:
        order = deciding.decide(base, deciding.of_families(FAMILIES[:1]), nobody)
        (went,) = doing.go_on(base)
        assert (went.is_done, went.waiting) == (False, [exchange.laptop.device])
        with pytest.raises(errors.DestructionOpenError):
            certify(base, destruction_named(base, order[:8]))
        assert DELIVERED[0].council_reference in everything_in(base)
    exchange.laptop.correct(
        FAMILIES[0], "Round the back, said at the door."
    )  # what it has not sent comes to base first
    exchange.sync()
    with exchange.laptop.open() as store:
        assert DELIVERED[0].council_reference not in everything_in(store)

    with exchange.at_base() as base:
        (went,) = doing.go_on(base)
        assert went.is_done
        assert doing.go_on(base) == []
        said = everything_in(base)
        assert DELIVERED[0].council_reference not in said
        assert "Round the back" not in said
        assert DELIVERED[1].council_reference in said
        raw = certify(base, destruction_named(base, order))
        hold(base)

    told = check_attested(raw)
    assert (told.said["order"], told.said["families_count"], told.said["scope"]) == (order, 1, "family")
    assert [each["name"] for each in told.said["holders"]] == ["laptop", "base"]
    assert all(len(each["destroyed_keys"]) >= 1 for each in told.said["holders"])
    assert told.said["holders"][0]["receipt_signature"]
    assert {"flash_remapping", "no_keyring", "paper", "mail"} <= {each["point"] for each in told.said["not_done"]}
    assert told.said["standard"] == "NIST SP 800-88 Rev. 2"


def test_one_byte_of_a_certificate_changed_is_refused(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    with exchange.at_base() as base:
        order = destroy(base, deciding.of_families(FAMILIES[:1]))
        raw = certify(base, destruction_named(base, order))

    for place in range(0, len(raw), 97):
        changed = bytearray(raw)
        changed[place] ^= 1
        with pytest.raises(errors.StoreError):
            check_attested(bytes(changed))


def test_a_group_needs_two_people_and_everything_leaves_no_word_of_anybody(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    with exchange.at_base() as base:
        with pytest.raises(errors.WrongPassphraseError):
            deciding.decide(base, deciding.of_families(FAMILIES[:2]), lambda: passphrase("Nobody's words 12 here"))
        assert destructions(base) == []

    with exchange.at_base() as base:
        order = destroy(base, deciding.everything(base))

        said = everything_in(base)
        for each in DELIVERED:
            names = [person.surname or "-" for person in each.details.people]
            assert not [
                word for word in (each.council_reference, str(each.details.address.postcode), *names) if word in said
            ]
            assert each.family not in said
        assert base.rows("SELECT count(*) FROM localsecret") == [(0,)]
        inspect(base, signatures=True)
        told = check_attested(certify(base, destruction_named(base, order)))
        assert told.said["families_count"] == len(FAMILIES)
        assert told.said["approved_by"] == ["Supervisor Two"]


def test_what_is_not_held_is_not_destroyed_and_a_dataset_waits_for_the_resupply(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    with exchange.at_base() as base:
        base.notebook.keep_original("5" * 32, b"sealed")
        for meant, kind in (
            (deciding.of_families(["0" * 32]), errors.NothingToDestroyError),  # type: ignore[list-item]
            (deciding.ORIGINAL_DATASET, errors.ResupplyFirstError),
        ):
            with pytest.raises(kind):
                deciding.decide(base, meant, second)
        assert destructions(base) == []


def test_a_disk_without_room_refuses_before_anything_is_begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = Exchange(tmp_path)
    with exchange.at_base() as base:
        before = base.journal.size
        monkeypatch.setattr("store.exchange.destroying.room.BESIDE_BYTES", 1 << 60)

        with pytest.raises(errors.NoRoomToDestroyError) as caught:
            deciding.decide(base, deciding.everything(base), second)

        assert base.journal.size == before
        assert "MB of room" in caught.value.hint

        monkeypatch.undo()
        order = deciding.decide(base, deciding.everything(base), second)
        monkeypatch.setattr("store.exchange.destroying.room.BESIDE_BYTES", 1 << 60)  # it filled up meanwhile
        with pytest.raises(errors.NoRoomToDestroyError):
            doing.go_on(base)
        assert DELIVERED[0].council_reference in everything_in(base)
        assert not destruction_named(base, order).is_done


def test_whatever_lies_on_one_laptop_is_destroyed_there_and_stays_at_base(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.sync()
    with exchange.at_base() as base:
        order = deciding.decide(base, deciding.of_device(base, exchange.laptop.device), nobody)
        doing.go_on(base)
    exchange.sync()

    with exchange.at_base() as base:
        doing.go_on(base)
        assert destruction_named(base, order).is_done
        assert DELIVERED[0].council_reference in everything_in(base)
        told = check_attested(certify(base, destruction_named(base, order)))
        assert [each["name"] for each in told.said["holders"]] == ["laptop"]
    assert exchange.laptop.held() == set()


def test_only_a_live_yes_to_being_contacted_again_keeps_a_family(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.sync()
    with exchange.laptop.open() as store:
        take(store, DELIVERED[1])
    exchange.sync()

    with exchange.at_base() as base:
        assert deciding.not_recontactable(base) == sorted({*FAMILIES} - {FAMILIES[1]})


def test_one_that_a_yes_keeps_back_holds_up_no_other_one_and_goes_once_everything_went(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.sync()
    with exchange.at_base() as base:
        deciding.decide(base, deciding.everything(base), second, for_clause="7.2e")
        doing.go_on(base)
    with exchange.laptop.open() as store:
        take(store, DELIVERED[1])
    exchange.sync()
    assert exchange.laptop.held() == {*FAMILIES[:2]}
    with exchange.at_base() as base:
        with pytest.raises(errors.YesSinceError):
            doing.go_on(base)
        with pytest.raises(
            errors.LinkageFirstError
        ):  # clauses 4.2, 7.2f: they agreed to that too, and are in no extract
            deciding.decide(base, deciding.everything(base), second)
        record_instruction(base, InstructionMatter.DESTROY, "J Smith", "7" * 64, "Destroy what is held at once.")
        deciding.decide(base, deciding.everything(base), second)
        with pytest.raises(errors.YesSinceError):
            doing.go_on(base)
    exchange.sync()
    with exchange.at_base() as base:
        with pytest.raises(errors.YesSinceError):
            doing.go_on(base)

        assert [each.is_done for each in destructions(base)] == [False, True]
        assert DELIVERED[1].council_reference not in everything_in(base)
        assert [each.is_done for each in doing.go_on(base)] == [True]
        hold(base)


def test_a_certificate_says_which_copies_at_base_were_left_and_everything_takes_what_families_left_behind(
    tmp_path: Path,
) -> None:
    """Clause 13.7: it says no more than is true; and no list of families outlives everything."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:1])
    exchange.sync()
    with exchange.at_base() as base:
        deciding.decide(base, deciding.of_device(base, exchange.laptop.device), nobody)
        doing.go_on(base)
    exchange.sync()
    with exchange.at_base() as base:
        doing.go_on(base)
        base.notebook.keep_original("5" * 32, b"sealed")
        made = an_example(acts.BackupMade).model_copy(
            update={"device": DeviceId(base.sidecar.store), "families_count": 6}
        )
        base.record(made)

        order = destroy(base, deciding.of_families(FAMILIES))

        told = check_attested(certify(base, destruction_named(base, order)))
        assert {"backup_out_of_reach", "sealed_originals"} <= {each["point"] for each in told.said["not_done"]}
        base.notebook.drop_original("5" * 32)
        assert deciding.everything(base).families == ()
        order = destroy(base, deciding.everything(base))
        assert base.rows("SELECT count(*) FROM localsecret") == [(0,)]
        assert base.rows("SELECT name FROM localnote WHERE name LIKE 'destruction/%'") == []
        told = check_attested(certify(base, destruction_named(base, order)))
        assert "sealed_originals" not in [each["point"] for each in told.said["not_done"]]
        with pytest.raises(errors.NothingToDestroyError):
            deciding.decide(base, deciding.everything(base), second)


def test_a_destruction_names_the_instruction_it_rests_on_and_the_certificate_its_document(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    digest = hashlib.sha256(b"Destroy everything.").hexdigest()
    with exchange.at_base() as base:
        base.record(*DELIVERED[:2])
        unnamed = destroy(base, deciding.of_families(FAMILIES[:1]))
        told = record_instruction(base, InstructionMatter.DESTROY, "A. Signatory", digest, "Destroy everything.")
        record_instruction(base, InstructionMatter.KEEP_EVIDENCE, "A. Signatory", digest, "Keep the proofs.")
        named = destroy(base, deciding.of_families(FAMILIES[1:2]))

        said = {order: check_attested(certify(base, destruction_named(base, order))) for order in (unnamed, named)}

        assert destruction_named(base, unnamed).asked.instruction is None
        assert destruction_named(base, named).asked.instruction == told
    assert said[unnamed].said["instructed"] is None
    assert said[named].said["instruction"] == told
    assert said[named].said["instructed"] == {"by": "A. Signatory", "on": "2015-11-02", "document_sha256": digest}
    pages = {order: " ".join(text for _, text in lines_of(each)) for order, each in said.items()}
    assert "none is named; the clause alone" in pages[unnamed]
    assert f"signed by A. Signatory, received Mon 2 Nov 2015: its document has SHA-256 {digest}" in pages[named]


def test_an_instruction_to_erase_somebody_serves_whom_it_names_and_nobody_else(tmp_path: Path) -> None:
    """Clauses, "10, A4"."""
    exchange = Exchange(tmp_path)
    with exchange.at_base() as base:
        base.record(*DELIVERED[:3])

        def record(*families: FamilyId) -> str:
            erase = InstructionMatter.ERASE_PERSON
            return record_instruction(base, erase, "A. Signatory", "ab" * 32, "Erase it.", families)

        def rests_on(*families: FamilyId) -> str | None:
            found = instructed(base, families, "A4")
            return None if found is None else found.instruction

        with pytest.raises(InstructionOfNobodyError):
            record()
        first = record(FAMILIES[0])
        assert [rests_on(each) for each in FAMILIES[:3]] == [first, None, None]
        assert rests_on(*FAMILIES[:2]) is None
        both = record(*FAMILIES[1:3])
        assert rests_on(*FAMILIES[:3]) == rests_on(FAMILIES[2]) == both
        assert rests_on(FAMILIES[0]) == first
        of_no_request = instructions(base)[0].model_copy(update={"families": ()})
        base.record(of_no_request)  # of an older release, which could name nobody
        assert rests_on(FAMILIES[3]) is None


def test_nothing_is_destroyed_because_somebody_asked_before_the_department_instructed_it(tmp_path: Path) -> None:
    """Clauses, "10, A4": erasure awaits the department's instruction, and another family's is none."""
    meant = deciding.of_families(FAMILIES[:1])
    exchange = Exchange(tmp_path)
    with exchange.at_base() as base:
        base.record(*DELIVERED[:2])
        record_instruction(base, InstructionMatter.DESTROY, "A. Signatory", "ab" * 32, "Destroy everything.")
        for family in FAMILIES[1::-1]:
            assert isinstance(deciding.gates(base, meant, for_clause="A4")[Gate.INSTRUCTED], InstructionMissingError)
            with pytest.raises(InstructionMissingError):
                deciding.decide(base, meant, nobody, for_clause="A4")
            add_request(base, RequestEntered(RequestKind.DELETION, "Delete it all.", family))
            asked = next(each for each in requests(base) if each.family == family)
            told = instruct(base, asked, "A. Signatory", b"Erase it.", "Erase it.")

        order = deciding.decide(base, meant, nobody, for_clause="A4")

        assert destruction_named(base, order).asked.instruction == told
        assert deciding.gates(base, meant, for_clause="A4")[Gate.INSTRUCTED] is None
