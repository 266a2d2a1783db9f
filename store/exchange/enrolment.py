"""Enrolment at base: which answers lie waiting, and taking one.

Owns the order of the checks and what a taken answer becomes. Refuses to own what a ticket, an answer and the words are
(ticket, answer, words), and whether the laptop is then given anything.

The order, each with an error of its own: form and signature; practice with practice; ticket known, not used, not ended,
not expired; made with the ticket's secret; ids as in the ticket; journal nobody else's; sealing keys; checkpoint;
interviewer's key and proof; stop key; words. What fails before the secret was shown may come from anybody, and ends
nothing. Whoever shows the secret and then fails had the ticket, so the ticket ends.
"""

import contextlib
import hashlib
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from store.clock import LONDON
from store.errors import (
    AnswerMismatchError,
    CheckpointError,
    InterviewerLeftError,
    PracticeMixedError,
    SealingKeyError,
    StaffNameTakenError,
    StaffProofError,
    StoreDamagedError,
    StoreError,
    TicketEndedError,
    TicketUnknownError,
    TicketUsedError,
    WeakKeyError,
    WordsDifferError,
    WordsMissingError,
)
from store.exchange import answer as answers
from store.exchange import words
from store.exchange.answer import Answer
from store.exchange.signed_file import content_of
from store.exchange.ticket import (
    OPEN,
    RECOVERY,
    TICKET,
    USED,
    end_ticket,
    hold_supervisor_of_base,
    hold_unexpired,
    recovery_key_made,
)
from store.exchange.wordings import wordings_for_new_laptop
from store.ids import DeviceId
from store.keeping.acts import (
    Act,
    DeviceParticulars,
    DeviceRegistered,
    EncryptionEvidence,
    EnrolmentAccepted,
    StaffAdded,
    StaffKeysRenewed,
)
from store.keeping.acts.terms.devices import DeviceKind, Encrypted, EncryptionScheme, TicketEnd, WordsCheck
from store.keeping.acts.terms.store import StaffRole, StoreRole
from store.keeping.sealing import SEED_BYTES, SealingKey
from store.keeping.secret import Secret
from store.keeping.store import Store

COUNTRY: Final = "GB"
WHY_NECESSARY: Final = "An interviewer's laptop: holds the families they are to visit, while they visit them."
NOT_SEEN: Final = "Not seen by base: the laptop looks at each unlock, and its own journal tells what it found."
NEW_LAPTOP: Final = "Was set up on a laptop from a ticket of base."


@dataclass(frozen=True, slots=True)
class Waiting:
    """An answer's file, as it lay there.

    Attributes:
        path: Where.
        raw: Its bytes; None where it could not be read.
        name: What its laptop is to be called; None where its ticket is not known here.
        fault: Why it cannot be accepted, if so; the words aside.
    """

    path: Path
    raw: bytes | None = field(repr=False)
    name: str | None = field(repr=False)
    fault: StoreError | None


class _Row(NamedTuple):
    """A ticket as the register has it."""

    ticket_digest: str
    device: DeviceId
    name: str
    staff: str
    staff_name: str
    expires_at_ms: int
    state: str


def waiting_answers(store: Store, folder: Path) -> list[Waiting]:
    """Return every answer in a folder, by name, with what is wrong with it; nothing is changed.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base does that.
    """
    hold_supervisor_of_base(store)
    return [_waiting(store, path) for path in sorted(folder.glob("answer-*.doorstep"))]


def accept(store: Store, waiting: Waiting, typed: str | None) -> DeviceId:
    """Take an answer: its laptop is one of base's from here on, and its ticket is used up.

    Secrets are kept before the acts that rest on them, and the ticket's is dropped after: a crash leaves a secret too
    many, never a laptop half enrolled. The answer's file goes last, and the ticket's with it if it lies beside.

    Args:
        store: Base's.
        waiting: As `waiting_answers` returned it; its file is not read again.
        typed: The six words as they were read aloud; a practice store needs none, and compares them if it gets them.

    Returns:
        The laptop's id.

    Raises:
        WordsMissingError, WordsFormError: It cannot be compared; the ticket stays open.
        WordsDifferError: It is not that laptop's answer; the ticket was ended.
        StoreError: What `Waiting.fault` would have said, or as `Store.record`.
    """
    hold_supervisor_of_base(store)
    if waiting.raw is None:
        raise waiting.fault or StoreDamagedError()
    answer = answers.read_answer(waiting.raw)
    row = _authentic(store, answer)
    try:
        stop_key = _sound(store, answer, row)
    except (WeakKeyError, SealingKeyError):
        end_ticket(store, answer.ticket, row.device, TicketEnd.WEAK_KEY)
        raise
    except (AnswerMismatchError, CheckpointError, StaffProofError):
        end_ticket(store, answer.ticket, row.device, TicketEnd.FORGED)
        raise
    person = _person_act(store, answer, row)
    if typed is None and not store.sidecar.is_practice:
        raise WordsMissingError
    read = None if typed is None else words.read_words(typed)
    expected = answers.words_of(bytes.fromhex(row.ticket_digest), waiting.raw, is_practice=store.sidecar.is_practice)
    if read is not None and read != expected:
        end_ticket(store, answer.ticket, row.device, TicketEnd.WORDS_DIFFER)
        raise WordsDifferError
    seed = os.urandom(SEED_BYTES)
    store.notebook.keep_secret(answers.STOP, row.device, 0, stop_key)
    store.notebook.keep_secret(RECOVERY, row.device, answer.epoch + 1, seed)
    store.record(
        EnrolmentAccepted(
            ticket=answer.ticket,
            answer_digest=hashlib.sha256(waiting.raw).hexdigest(),
            words_digest=words.digest_of(expected),
            words_check=WordsCheck.PRACTICE_STORE if read is None else WordsCheck.READ_ALOUD,
            device=answer.device,
            role=StoreRole.FIELD,
            journal=answer.journal,
            epoch=answer.epoch,
            verify_key=answer.verify_key,
            sealing_key=answer.sealing_key,
            staff=answer.staff,
            staff_verify_key=answer.staff_verify_key,
            staff_sealing_key=answer.staff_sealing_key,
        ),
        person,
        DeviceRegistered(device=answer.device, particulars=_particulars(store, answer, row)),
        recovery_key_made(answer.device, answer.epoch + 1, SealingKey(Secret(seed)).public),
        *wordings_for_new_laptop(store, answer.device),
    )
    store.notebook.drop_secret(TICKET, row.device, 0)
    _tidy(waiting.path, row.ticket_digest)
    return row.device


def _waiting(store: Store, path: Path) -> Waiting:
    raw: bytes | None = None
    name: str | None = None
    try:
        raw = content_of(path)
        answer = answers.read_answer(raw)
        row = _ticket(store, answer.ticket)
        name = None if row is None else row.name
        row = _authentic(store, answer)
        _sound(store, answer, row)
        _person_act(store, answer, row)
    except StoreError as fault:
        return Waiting(path, raw, name, fault)
    return Waiting(path, raw, name, None)


def _authentic(store: Store, answer: Answer) -> _Row:
    """Return the ticket that an answer is to, once it is shown that whoever answered had it."""
    if answer.is_practice != store.sidecar.is_practice:
        raise PracticeMixedError
    row = _ticket(store, answer.ticket)
    if row is None:
        raise TicketUnknownError
    if row.state == USED:
        raise TicketUsedError
    if row.state != OPEN:
        raise TicketEndedError
    hold_unexpired(row.expires_at_ms, store.now())
    secret = store.notebook.secret_kept(TICKET, row.device, 0)
    if secret is None:
        raise StoreDamagedError  # it is kept before the ticket is told of, and dropped after it ended
    answers.hold_mac(answer, bytes(secret.reveal()))
    return row


def _sound(store: Store, answer: Answer, row: _Row) -> bytes:
    """Hold everything else that an authentic answer has to show, and return the stop key it brings."""
    if (answer.ticket_digest, answer.device, answer.staff) != (row.ticket_digest, row.device, row.staff):
        raise AnswerMismatchError("it is about another ticket, laptop or interviewer")
    if answer.journal == store.sidecar.journal or _is_taken(store, answer.journal):
        raise AnswerMismatchError("its journal is another device's")
    answers.hold_sealing_keys(answer)
    answers.hold_checkpoint(answer)
    answers.hold_staff_proof(answer)
    return answers.open_stop_key(answer, store)


def _ticket(store: Store, ticket: str) -> _Row | None:
    columns = ", ".join(_Row._fields)
    with store.reader() as connection:
        row = connection.execute(f"SELECT {columns} FROM ticket WHERE ticket = ?", (ticket,)).fetchone()  # noqa: S608  # our own names
    return None if row is None else _Row(*row)


def _is_taken(store: Store, journal: str) -> bool:
    with store.reader() as connection:
        return connection.execute("SELECT 1 FROM peer WHERE journal = ?", (journal,)).fetchone() is not None


def _person_act(store: Store, answer: Answer, row: _Row) -> Act:
    """Return what tells of the interviewer's keys: new here, or known and with a new laptop.

    Raises:
        InterviewerLeftError: They do not work here any more.
        StaffNameTakenError: Somebody else goes by that name by now.
    """
    with store.reader() as connection:
        known = connection.execute("SELECT left_on FROM staff WHERE staff = ?", (answer.staff,)).fetchone()
        namesake = connection.execute(
            "SELECT 1 FROM staff WHERE name = ? AND staff <> ? AND left_on IS NULL", (row.staff_name, answer.staff)
        ).fetchone()
    if known is not None and known[0] is not None:
        raise InterviewerLeftError
    if known is not None:
        return StaffKeysRenewed(
            staff=answer.staff,
            verify_key=answer.staff_verify_key,
            sealing_key=answer.staff_sealing_key,
            reason=NEW_LAPTOP,
        )
    if namesake is not None:
        raise StaffNameTakenError
    return StaffAdded(
        staff=answer.staff,
        name=row.staff_name,
        employer=None,
        roles=(StaffRole.INTERVIEWER,),
        verify_key=answer.staff_verify_key,
        sealing_key=answer.staff_sealing_key,
    )


def _particulars(store: Store, answer: Answer, row: _Row) -> DeviceParticulars:
    return DeviceParticulars(
        kind=DeviceKind.LAPTOP,
        name=row.name,
        maker=None,
        model=None,
        serial=None,
        owner_tag=None,
        holder=answer.staff,
        kept_at=None,
        country=COUNTRY,
        why_necessary=WHY_NECESSARY,
        encryption=EncryptionEvidence(
            encrypted=Encrypted.UNKNOWN,
            scheme=EncryptionScheme.OTHER,
            evidence=NOT_SEEN,
            seen_on=store.now().astimezone(LONDON).date().isoformat(),
        ),
    )


def _tidy(path: Path, ticket_digest: str) -> None:
    """Remove an accepted answer and its ticket; what cannot be removed is refused next time, for its ticket is used."""
    beside = path.with_name(path.name.replace("answer-", "ticket-", 1))
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
    with contextlib.suppress(OSError, StoreError):
        if hashlib.sha256(content_of(beside)).hexdigest() == ticket_digest:
            beside.unlink()
