"""A file sealed for a recipient: only their key opens it, and one changed byte makes it worthless (8.3, 9.1d, A6)."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from store import errors
from store.exchange.recipient_keys import make_pair, open_private, read_aloud, read_public
from store.exchange.recipients import (
    BY_THE_AGREEMENT,
    Grant,
    Recipient,
    end,
    hold_may_receive,
    recipient_named,
    record_grant,
    register,
)
from store.exchange.sealed_exports import Opened, leave_sealed, open_sealed, write_sealed
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.terms.exchange import (
    Channel,
    EndpointKind,
    ExportPurpose,
    GrantMatter,
    MovementEnd,
    RecipientKind,
    Shipment,
)
from store.keeping.sealing import SealingKey
from store.keeping.secret import Secret
from store.keeping.store import Store
from tests.exchange.exchanging import told
from tests.keeping.frozen.example import BASE_KEY
from tests.made import CHEAP, families, made_base, opened, passphrase

KEY = SealingKey(Secret(bytes(range(32))))
LONG = "Meadow 44 barometer pencil sail"
WHOM = Recipient(
    recipient="d0" * 16,
    kind=RecipientKind.DEPARTMENT,
    name="DCLG",
    organisation="Department One",
    country="GB",
    purposes=frozenset({ExportPurpose.EVIDENCE}),
    sealing_key=KEY.public.hex(),
)
PROOF, EVIDENCE = Shipment.CONSENT_PROOF, ExportPurpose.EVIDENCE


def sealed(content: bytes = b"a proof", *, is_practice: bool = True) -> bytes:
    return write_sealed(content, WHOM, "33" * 16, BASE_KEY, is_practice=is_practice)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        store.record(*families(1))
    return folder


def allowed(store: Store, whom: Recipient) -> str | None:
    return hold_may_receive(store, whom, PROOF, EVIDENCE)


def granted(matter: GrantMatter = GrantMatter.SUB_CONTRACTOR, **said: object) -> Grant:
    told = Grant(new_id(), matter, None, frozenset({PROOF}), "Somebody", "ab" * 32, date(2015, 10, 1), None)
    return replace(told, **said)  # type: ignore[arg-type]  # fields of a grant


# -- the file --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("content", [b"", b"x", b"a proof" * 10_000])
def test_the_recipients_key_opens_what_was_sealed_for_it(content: bytes) -> None:
    sender = BASE_KEY.public_key().public_bytes_raw().hex()

    assert open_sealed(sealed(content), KEY) == Opened(content, sender, "33" * 16, "d0" * 16, is_practice=True)
    assert not open_sealed(sealed(is_practice=False), KEY).is_practice


def test_another_key_opens_nothing() -> None:
    with pytest.raises(errors.SealedFileError, match="another key"):
        open_sealed(sealed(), SealingKey(Secret(bytes(range(1, 33)))))


def test_one_flipped_bit_anywhere_opens_nothing() -> None:
    raw = sealed()

    for at in range(0, len(raw), 7):
        flipped = bytearray(raw)
        flipped[at] ^= 1
        with pytest.raises(errors.SealedFileError):
            open_sealed(bytes(flipped), KEY)


@pytest.mark.parametrize("cut", [0, 1, 100, 137, -1])
def test_a_file_that_is_cut_short_opens_nothing(cut: int) -> None:
    with pytest.raises(errors.SealedFileError):
        open_sealed(sealed()[:cut], KEY)


# -- the pair --------------------------------------------------------------------------------------------------------


def test_a_pair_is_made_once_and_opens_with_its_passphrase_alone(tmp_path: Path) -> None:
    public = make_pair(tmp_path, passphrase(LONG), CHEAP)

    assert read_public(tmp_path / "recipient.public") == public
    assert open_private(tmp_path / "recipient.key", passphrase(LONG)).public == public
    assert len(read_aloud(public).split()) == 4
    with pytest.raises(errors.RecipientPassphraseError):
        open_private(tmp_path / "recipient.key", passphrase(LONG + "s"))
    with pytest.raises(errors.RecipientKeyFileError, match="not replaced"):
        make_pair(tmp_path, passphrase(LONG), CHEAP)


@pytest.mark.parametrize(
    ("old", "new"), [('"lanes":1', '"lanes":99'), ("recipient-key/1", "recipient-key/2"), ('"salt":"', '"salt":"zz')]
)
def test_a_changed_private_file_is_refused(tmp_path: Path, old: str, new: str) -> None:
    make_pair(tmp_path, passphrase(LONG), CHEAP)
    path = tmp_path / "recipient.key"
    text = path.read_text("ascii")
    assert old in text

    path.write_text(text.replace(old, new), "ascii")

    with pytest.raises(errors.RecipientKeyFileError):
        open_private(path, passphrase(LONG))


def test_one_wrong_symbol_of_a_public_file_is_seen(tmp_path: Path) -> None:
    public = make_pair(tmp_path, passphrase(LONG), CHEAP).hex()
    path = tmp_path / "recipient.public"
    wrong = public[:100] + ("0" if public[100] != "0" else "1") + public[101:]
    path.write_text(path.read_text("ascii").replace(public, wrong), "ascii")

    with pytest.raises(errors.RecipientKeyFileError):
        read_public(path)


# -- who may -------------------------------------------------------------------------------------------------------


def test_what_the_agreement_itself_sends_needs_no_document(base: Path) -> None:
    with opened(base) as store:
        assert allowed(store, WHOM) is None


REFUSED = {
    "9.1d: a sub-contractor without a document": (
        replace(WHOM, kind=RecipientKind.SUB_CONTRACTOR),
        errors.NotGrantedError,
    ),
    "9.1d: a document for another kind of file": (
        replace(WHOM, kind=RecipientKind.WITNESS, grants=(granted(shipments=frozenset({Shipment.NOTICE})),)),
        errors.NotGrantedError,
    ),
    "9.1d: a document that has ended": (
        replace(WHOM, kind=RecipientKind.WITNESS, grants=(granted(until_on=date(2015, 11, 1)),)),
        errors.NotGrantedError,
    ),
    "9.1d: a document that is yet to begin": (
        replace(WHOM, kind=RecipientKind.WITNESS, grants=(granted(from_on=date(2015, 11, 3)),)),
        errors.NotGrantedError,
    ),
    "7.2e: the council does not learn who took part": (
        replace(WHOM, kind=RecipientKind.COUNCIL),
        errors.NotGrantedError,
    ),
    "7.1: a purpose nobody put down": (
        replace(WHOM, purposes=frozenset({ExportPurpose.LINKAGE})),
        errors.PurposeNotCoveredError,
    ),
    "A6: outside the EEA": (replace(WHOM, country="US"), errors.PlaceNotAllowedError),
    "A6: a document for another country": (
        replace(WHOM, country="US", grants=(granted(GrantMatter.OUTSIDE_EEA, country="CA"),)),
        errors.PlaceNotAllowedError,
    ),
    "no key": (replace(WHOM, sealing_key=None), errors.RecipientKeyMissingError),
    "ended": (replace(WHOM, is_ended=True), errors.RecipientEndedError),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_may_not_go_is_refused_and_neither_told_nor_written(base: Path, tmp_path: Path, case: str) -> None:
    whom, kind = REFUSED[case]
    with opened(base) as store:
        before = store.journal.size

        with pytest.raises(kind):
            leave_sealed(
                store,
                tmp_path / "proof",
                b"x",
                whom,
                shipment=PROOF,
                purpose=EVIDENCE,
                channel=Channel.HAND,
                clause="4.2",
                families=[],
                rows_count=1,
            )

        assert store.journal.size == before
    assert not (tmp_path / "proof").exists()


def test_a_document_lets_it_go_and_the_ledger_names_it(base: Path) -> None:
    by, place = granted(), granted(GrantMatter.OUTSIDE_EEA, country="US")
    with opened(base) as store:
        assert allowed(store, replace(WHOM, kind=RecipientKind.EVALUATOR, grants=(by,))) == by.grant
        assert allowed(store, replace(WHOM, country="US", grants=(place,))) == place.grant
        both = replace(WHOM, kind=RecipientKind.WITNESS, country="US", grants=(place, by))
        assert allowed(store, both) == by.grant
        with pytest.raises(errors.NotGrantedError):
            allowed(store, replace(both, grants=(place,)))


def test_no_council_is_sent_anything_by_the_agreement_but_the_resupply() -> None:
    assert BY_THE_AGREEMENT[RecipientKind.COUNCIL] == {ExportPurpose.RESUPPLY}


# -- the register and the ledger -----------------------------------------------------------------------------------


def test_a_sealed_file_is_told_before_it_is_there_and_is_no_holding(base: Path, tmp_path: Path) -> None:
    path = tmp_path / "proof"
    with opened(base) as store:
        register(store, "DCLG", "Department One", RecipientKind.DEPARTMENT, "GB", WHOM.purposes, KEY.public)
        whom = recipient_named(store, "DCLG")
        leave_sealed(
            store,
            path,
            b"a proof",
            whom,
            shipment=PROOF,
            purpose=EVIDENCE,
            channel=Channel.POST,
            clause="4.2",
            families=[families(1)[0].family],
            rows_count=3,
        )
        (moved,), (made,), (ended,) = (
            told(store, kind) for kind in (acts.MovementRecorded, acts.ExportMade, acts.MovementEnded)
        )
        assert told(store, acts.HoldingRecorded) == []
    assert isinstance(moved, acts.MovementRecorded)
    assert isinstance(made, acts.ExportMade)
    assert isinstance(ended, acts.MovementEnded)
    assert (moved.to_end.kind, moved.to_end.id) == (EndpointKind.RECIPIENT, whom.recipient)
    assert (moved.channel, moved.country, moved.sha256) == (Channel.POST, "GB", made.sha256)
    assert (made.recipient, made.is_clear, made.target_device) == (whom.recipient, False, None)
    assert ended.end is MovementEnd.DONE
    assert open_sealed(path.read_bytes(), KEY).movement == moved.movement
    assert b"a proof" not in path.read_bytes()


def test_a_file_that_could_not_be_put_there_is_told_as_failed(base: Path, tmp_path: Path) -> None:
    (tmp_path / "proof").mkdir()
    (tmp_path / "proof" / "in the way").touch()
    with opened(base) as store:
        with pytest.raises(errors.StoreError):
            leave_sealed(
                store,
                tmp_path / "proof",
                b"x",
                WHOM,
                shipment=PROOF,
                purpose=EVIDENCE,
                channel=Channel.HAND,
                clause="4.2",
                families=[],
                rows_count=1,
            )
        (ended,) = told(store, acts.MovementEnded)
    assert isinstance(ended, acts.MovementEnded)
    assert ended.end is MovementEnd.FAILED


def test_a_name_is_of_one_recipient_until_their_entry_ends(base: Path) -> None:
    said = ("Evaluator One", "Institute One", RecipientKind.EVALUATOR, "FR", WHOM.purposes, KEY.public)
    with opened(base) as store:
        first = register(store, *said)
        with pytest.raises(errors.RecipientNameTakenError):
            register(store, *said)
        span = (date(2015, 11, 2), date(2015, 11, 1))
        with pytest.raises(errors.GrantSpanError):
            record_grant(
                store, "Evaluator One", GrantMatter.AFFILIATE, frozenset({PROOF}), "Somebody", "ab" * 32, *span
            )
        end(store, "Evaluator One", "The contract ended.")
        with pytest.raises(errors.RecipientEndedError):
            recipient_named(store, "Evaluator One")
        with pytest.raises(errors.RecipientUnknownError):
            recipient_named(store, "Somebody else")

        assert register(store, *said).recipient != first.recipient
