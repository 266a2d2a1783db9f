"""`doorstep extract consent`: evidence that leaves base in clear, told before it is there (4.2, 8.2, A9)."""

import re
import shutil
from datetime import timedelta
from importlib import import_module
from importlib.resources import files
from pathlib import Path

import pytest

from store import errors
from store.custody.volumes import Encrypted
from store.custody.volumes.verdict import Finding, Verdict
from store.exchange.withdrawn_by_code import stands_of
from store.fieldwork.consents.asking import answer, mark_interview
from store.fieldwork.consents.ceremony import Ended, open_ceremony
from store.fieldwork.consents.deeds import taker_of
from store.fieldwork.consents.effects import Withdrawn
from store.fieldwork.consents.finding import find
from store.fieldwork.consents.known import Known
from store.fieldwork.consents.questions import Asked, Respondent
from store.fieldwork.consents.receipt_code import code_of
from store.fieldwork.consents.records import Taker
from store.fieldwork.consents.saying import Around
from store.fieldwork.consents.texts import in_use
from store.fieldwork.consents.withdrawing import Whose, Withdrawing, withdraw
from store.keeping import acts
from store.keeping.acts import FamilyDelivered
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import ConsentMode, ExpressedBy, InterviewState
from store.keeping.acts.terms.exchange import MovementEnd, Shipment
from store.keeping.agreed import agreement_of
from store.keeping.store import Store
from tests.exchange.enrolled import FORGOTTEN
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, told
from tests.fieldwork.consents.made_askings import NOW, said
from tests.made import opened
from tests.tui.running import Run, documented, refused
from tui.pages import consent, laying


def take(store: Store, delivered: FamilyDelivered) -> str:
    """Have the carer of a family agree to everything, as a screen would; the receipt code."""
    carer = delivered.details.people[0]
    who = Respondent(delivered.family, carer.person, carer.first_names or "", None, is_young_person=False)
    agreement = agreement_of(store)
    taker = Taker(store.keys.person.staff, None, agreement)
    at = NOW
    ceremony, kept = open_ceremony(
        who, Wave.ONE, Known((), None, None, ()), in_use(store, agreement, at.date()), taker, at
    )
    while not isinstance(ceremony.next, Ended):
        at += timedelta(minutes=1)
        step = ceremony.next
        if isinstance(step, Asked):
            ceremony, more = answer(ceremony, step, said(step), at)
        else:
            ceremony, more = mark_interview(ceremony, InterviewState.COMPLETE, NOW, at, Around())
        kept = [*kept, *more]
    store.record(*kept)
    return code_of(ceremony.sitting.ceremony)


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> tuple[Exchange, str]:
    """A base that holds what a laptop took down, and the receipt code; copied for each test."""
    exchange = Exchange(tmp_path_factory.mktemp("origin"))
    exchange.give(FAMILIES[:1])
    exchange.sync()
    with exchange.laptop.open() as store:
        code = take(store, DELIVERED[0])
    exchange.sync()
    return exchange, code


@pytest.fixture
def taken(origin: tuple[Exchange, str], tmp_path: Path) -> tuple[tuple[str, ...], Path, str]:
    """The words that name base, its folder, and the receipt code."""
    exchange, code = origin
    shutil.copytree(exchange.base, tmp_path / "base")
    return ("--store", str(tmp_path / "base"), "--passphrase-stdin"), tmp_path / "base", code


def test_what_is_extracted_verifies_with_no_store_and_lies_on_the_register(
    taken: tuple[tuple[str, ...], Path, str], run: Run, tmp_path: Path
) -> None:
    base, folder, code = taken
    path = tmp_path / "proof.doorstep"

    ended = run("extract", "consent", *base, "--receipt", code.lower().replace("-", " "), "--to", str(path), "--clear")
    assert (ended.code, ended.err) == (0, "")
    verified = run("verify", str(path), "--json")

    assert verified.json["receipt_code"] == code
    assert [each["purpose"] for each in verified.json["records"]] == ["take-part", "linkage", "re-contact"]
    assert {each["cosigner"] is not None for each in verified.json["records"]} == {True}
    assert all(each["shown_text"].strip().endswith("?") for each in verified.json["records"])
    assert list(verified.json) == documented("verify CONSENT-PROOF")
    assert path.with_name("proof.doorstep.pdf").read_bytes().startswith(b"%PDF")
    with opened(folder) as store:
        exports = [act for act in told(store, acts.ExportMade) if isinstance(act, acts.ExportMade)]
        moved = [act for act in told(store, acts.MovementRecorded) if isinstance(act, acts.MovementRecorded)]
        ends = [act for act in told(store, acts.MovementEnded) if isinstance(act, acts.MovementEnded)]
        made = [act for act in told(store, acts.DeviceRegistered) if isinstance(act, acts.DeviceRegistered)]
    assert [(act.shipment, act.is_clear) for act in exports] == [(Shipment.CONSENT_PROOF, True)] * 2
    assert [act.sha256 for act in moved] == [act.sha256 for act in exports]
    assert [act.end for act in ends] == [MovementEnd.DONE] * 2
    assert {act.target_device for act in exports} <= {act.device for act in made}


def test_a_withdrawal_without_the_code_is_in_the_proof_as_well(
    taken: tuple[tuple[str, ...], Path, str], run: Run, tmp_path: Path
) -> None:
    base, folder, code = taken
    path = tmp_path / "proof.doorstep"
    with opened(folder) as store:
        found = find(store, code)
        asked = Withdrawing(Withdrawn.RECONTACT, ExpressedBy.PERSON, ConsentMode.PHONE)
        whose = Whose(found.family, found.person, tuple(stands_of(store, found)), is_of_child=False)
        store.record(*withdraw(asked, whose, taker_of(store), store.now()))

    assert run("extract", "consent", *base, "--receipt", code, "--to", str(path), "--clear").code == 0

    told_of = run("verify", str(path), "--json").json["records"]
    assert ("re-contact", "withdrawn") in [(each["purpose"], each["decision"]) for each in told_of]


def test_one_changed_character_makes_it_worthless(
    taken: tuple[tuple[str, ...], Path, str], run: Run, tmp_path: Path
) -> None:
    base, _, code = taken
    path = tmp_path / "proof.doorstep"
    assert run("extract", "consent", *base, "--receipt", code, "--to", str(path), "--clear").code == 0
    proof = path.read_text("utf-8")

    path.write_text(proof.replace("you can stop", "you can step", 1).replace("or stop", "or step", 1), "utf-8")

    refused(run("verify", str(path)), errors.ConsentProofError)


def test_one_wrong_character_in_a_receipt_code_is_refused(
    taken: tuple[tuple[str, ...], Path, str], run: Run, tmp_path: Path
) -> None:
    base, _, code = taken
    wrong = ("0" if code[0] != "0" else "2") + code[1:]
    path = tmp_path / "proof.doorstep"

    words = ("extract", "consent", *base, "--to", str(path), "--clear", "--receipt")
    refused(run(*words, wrong), errors.ReceiptCodeFormError)
    refused(run(*words, code_of("7" * 32)), errors.ReceiptCodeUnknownError)
    assert not path.exists()


def test_neither_for_whom_nor_in_clear_is_refused_and_so_is_somebody_nobody_registered(
    taken: tuple[tuple[str, ...], Path, str], run: Run, tmp_path: Path
) -> None:
    base, _, code = taken
    words = ("extract", "consent", *base, "--receipt", code, "--to", str(tmp_path / "proof"))

    refused(run(*words), errors.WhichExportError)
    refused(run(*words, "--for", "DCLG"), errors.RecipientUnknownError)


@pytest.mark.parametrize(
    ("answer_", "kind"),
    [(Encrypted.NO, errors.TargetNotEncryptedError), (Encrypted.UNKNOWN, errors.TargetUnknownError)],
)
def test_a_real_bases_evidence_leaves_in_clear_only_onto_a_volume_shown_encrypted(
    taken: tuple[tuple[str, ...], Path, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer_: Encrypted,
    kind: type[errors.StoreError],
) -> None:
    from store.exchange import clear_exports
    from store.keeping.acts.terms.exchange import ExportPurpose
    from store.keeping.sidecar import Sidecar

    _, folder, _ = taken
    path = tmp_path / "proof"
    with opened(folder) as store:
        before = store.journal.size
        monkeypatch.setattr(Sidecar, "is_practice", property(lambda _: False))
        monkeypatch.setattr(
            clear_exports, "examine", lambda _: Verdict((Finding("the folder", answer_, "as the test says"),))
        )

        with pytest.raises(kind):
            clear_exports.leave_in_clear(
                store,
                path,
                b"x",
                shipment=Shipment.CONSENT_PROOF,
                purpose=ExportPurpose.EVIDENCE,
                clause="4.2",
                families=[],
                rows_count=1,
            )
        after = store.journal.size
        monkeypatch.undo()

    assert not path.exists()
    assert before == after


def test_a_laptop_lets_nothing_out(origin: tuple[Exchange, str], run: Run, tmp_path: Path) -> None:
    exchange, code = origin
    shutil.copytree(exchange.laptop.folder, tmp_path / "laptop")
    words = ("--store", str(tmp_path / "laptop"), "--passphrase-stdin")

    ended = run(
        "extract", "consent", *words, "--receipt", code, "--to", str(tmp_path / "p"), "--clear", lines=(FORGOTTEN,)
    )

    refused(ended, errors.NotBaseError)


def test_the_page_is_one_page_and_its_font_has_every_polish_letter(
    taken: tuple[tuple[str, ...], Path, str], run: Run, tmp_path: Path
) -> None:
    TTFont = import_module("fontTools.ttLib").TTFont  # noqa: N806  # it ships no types
    base, _, code = taken
    path = tmp_path / "proof.doorstep"
    assert run("extract", "consent", *base, "--receipt", code, "--to", str(path), "--clear").code == 0

    page = consent.page_of(path.read_bytes())

    assert len(re.findall(rb"/Type /Page\b", page)) == 1
    font = TTFont(str(files("tui.pages") / "fonts" / laying.FONT))
    assert set(map(ord, "ąćęłńóśźżĄĆĘŁŃÓŚŹŻ„”«»…")) <= set(font.getBestCmap())
    licence = (files("tui.pages") / "fonts" / "LICENSE").read_text("utf-8")
    assert "to reproduce and distribute the" in licence


# -- onto a drive of the register

DRIVE = (
    "--name", "Stick 1", "--serial", "AB-12 34", "--why", "To carry proofs.", "--encrypted", "yes", "--evidence",
    "LUKS2, seen at base", "--scheme", "luks",
)  # fmt: skip


def test_a_drive_is_registered_holds_what_was_written_onto_it_and_is_retired_once_it_is_wiped(
    taken: tuple[tuple[str, ...], Path, str], run: Run, tmp_path: Path
) -> None:
    base, _, code = taken
    assert run("device", "add", *base, *DRIVE).lines[0].startswith("Stick 1 is on the register: removable drive, ")
    refused(run("device", "add", *base, *DRIVE[:1], "Stick 2", *DRIVE[2:]), errors.SerialTakenError)
    unshown = ("--name", "Stick 1", "--reason", "looked at again", "--encrypted", "yes")
    assert run("device", "change", *base, *unshown).code == 2
    before = run("device", "show", *base, "--name", "Stick 1", "--json").json
    assert list(before) == documented("report custody`, `device list --all")
    assert (before["families"], before["datasets"], before["encrypted"]) == (0, [], "yes")

    words = ("extract", "consent", *base, "--receipt", code, "--to", str(tmp_path / "p"), "--clear", "--device")
    refused(run(*words, "Stick 3"), errors.DeviceUnknownError)
    assert run(*words, "Stick 1").code == 0
    shown = run("device", "show", *base, "--name", "Stick 1").out
    assert shown.count("1 family: consent proof, dataset ") == 2
    assert "Data of 1 family left in a file on Stick 1" in shown
    assert "LUKS2, seen at base; seen on Mon 2 Nov" in shown
    ended = run("device", "retire", *base, "--name", "Stick 1")
    refused(ended, errors.DeviceHoldsDataError)
    assert ended.err.startswith("This device holds data of 2 families (1 in consent proof, 1 in consent proof)")

    assert "2 families was erased with it" in run("device", "wiped", *base, "--name", "Stick 1", "--reason", "done").out
    assert run("device", "retire", *base, "--name", "Stick 1").lines == ["Stick 1 is retired."]
    refused(run(*words, "Stick 1"), errors.DriveUnfitError)
    trail = run("trail", *base, "--device", "Stick 1", "--json").json
    kinds = [each["kind"] for each in trail]
    assert kinds == [*["device_state_changed"] * 2, *["holding_recorded"] * 4, "device_registered"]


def test_a_report_says_which_devices_hold_a_family_and_who_has_seen_it(
    taken: tuple[tuple[str, ...], Path, str], run: Run
) -> None:
    base, _, _ = taken
    reference = DELIVERED[0].council_reference

    found = run("report", "custody", *base, "--family", reference, "--json").json

    assert list(found) == documented("report custody --family")
    assert sorted(each["name"] for each in found["held"]) == ["base", "laptop"]
    (laptop,) = [each for each in run("report", "custody", *base, "--json").json if each["name"] == "laptop"]
    assert laptop["families"] == 1
    lying = run("report", "custody", *base, "--device", "laptop", "--json").json
    assert [list(each) for each in lying] == [documented("report custody --device")]
    refused(run("report", "custody", *base, "--as-of", "2015-01-01"), errors.AsOfTooEarlyError)


def test_a_drive_that_is_pulled_while_it_is_written_counts_as_holding_what_was_meant_for_it(
    taken: tuple[tuple[str, ...], Path, str], run: Run, tmp_path: Path
) -> None:
    base, folder, code = taken
    run("device", "add", *base, *DRIVE)
    path = tmp_path / "proof"
    path.mkdir()  # nothing can be put in its place, as on a drive that is gone
    (path / "in the way").touch()

    words = ("extract", "consent", *base, "--receipt", code, "--clear", "--device", "Stick 1", "--to", str(path))
    assert run(*words).code == 1

    with opened(folder) as store:
        (end,) = [act for act in told(store, acts.MovementEnded) if isinstance(act, acts.MovementEnded)]
    assert end.end is MovementEnd.FAILED
    assert run("device", "show", *base, "--name", "Stick 1", "--json").json["families"] == 1
    refused(run("device", "retire", *base, "--name", "Stick 1"), errors.DeviceHoldsDataError)
