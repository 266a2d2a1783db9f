"""The resupply: every family a council originally provided goes back to it, as it came, for updating.

Owns the deed: who may have it, the table, the ledger, the file. Refuses to own the table's form (laying_out) and what
comes back (updating).

Source: agreement 7.2d, 7.2e, 8.1-8.3. Keeping what was delivered rests on an instruction of the department.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from store.errors import OpenpgpKeyMissingError, OtherCouncilError
from store.exchange.containers.openpgp_writing import write_message
from store.exchange.containers.writing import write_zip
from store.exchange.instructions import resting_on
from store.exchange.intake.columns import Column, lines_below, rows_below
from store.exchange.intake.fields import Field
from store.exchange.intake.identity import Identities, council_id
from store.exchange.letting_out import SealedFor
from store.exchange.recipients import Recipient, hold_may_receive
from store.exchange.sealed_exports import Told, leave_told, write_sealed
from store.exchange.ticket import hold_supervisor_of_base
from store.exchange.wave_two.laying_out import Delivered, Laid, lay_out
from store.exchange.wave_two.originals import Original, originals
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.terms.exchange import ExportPurpose, InstructionMatter, RecipientKind, Shipment
from store.keeping.passphrases import Passphrase, hold_strong
from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class Resupplied:
    """What went back.

    Attributes:
        movement: What the ledger calls it.
        families_count: Every family of the council that has an id, each once.
        no_id_count, again_count: As `Laid`.
        sha256: Of the file, hex, to be told to the council by another road.
        instruction: The department's, to keep what was delivered until now; None where none is recorded.
    """

    resupply: str
    movement: str
    families_count: int
    no_id_count: int
    again_count: int
    sha256: str
    instruction: str | None


def resupply(
    store: Store,
    council: str,
    path: Path,
    sealed_for: SealedFor,
    passphrase: Passphrase | None = None,
    *,
    is_openpgp: bool = False,
) -> Resupplied:
    """Send every family of a council back to it.

    Args:
        store: Base's.
        council: Its name, as its deliveries came under.
        path: Where the file is written; what is there already is replaced.
        sealed_for: The council on the register of recipients, and the road.
        passphrase: What opens the file, an AES-256 zip then; without one it is sealed with the council's own key.
        is_openpgp: Whether it is an OpenPGP message to the council's own OpenPGP key instead.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base lets anything out.
        OtherCouncilError: The recipient is somebody else.
        PassphraseWeakError: It is too easily guessed.
        OpenpgpKeyMissingError, OpenpgpCertificateError: No such key of the council is known, or it ended.
        StoreError: As `hold_may_receive`, `originals` and `leave_told`; nothing was told and nothing written, unless
            it is `leave_told` that says so.
    """
    hold_supervisor_of_base(store)
    whom = sealed_for.whom
    has_own_seal = passphrase is None and not is_openpgp
    grant = hold_may_receive(store, whom, Shipment.RESUPPLY, ExportPurpose.RESUPPLY, has_own_seal=has_own_seal)
    _hold_is_council(whom, council)
    if is_openpgp and whom.openpgp is None:
        raise OpenpgpKeyMissingError
    if passphrase is not None:
        hold_strong(passphrase, longer=True)
    delivered = list(originals(store, council))
    laid = lay_out(list(map(_delivered, delivered)))
    movement, told_as = new_id(), new_id()
    if is_openpgp and whom.openpgp is not None:
        raw = write_message(laid.content, whom.openpgp.text)
    elif passphrase is None:
        key = store.keys.device.signing
        raw = write_sealed(laid.content, whom, movement, key, is_practice=store.sidecar.is_practice)
    else:
        raw = write_zip(laid.content, passphrase)
    sha256 = hashlib.sha256(raw).hexdigest()
    # Without one it goes all the same, for the agreement asks for that; whoever sends it is told what is missing.
    instruction = resting_on(store, InstructionMatter.KEEP_SEALED_ORIGINAL)
    sent = acts.ResupplySent(
        resupply=told_as,
        movement=movement,
        recipient=whom.recipient,
        instruction=instruction,
        deliveries=tuple(each.delivery for each in delivered),
        rows_count=len(laid.references),
        list_digest=Identities(store, council).list_digest(laid.references),
        plaintext_digest=hashlib.sha256(laid.content).hexdigest(),
        sha256=sha256,
    )
    told = Told(
        movement,
        grant,
        Shipment.RESUPPLY,
        ExportPurpose.RESUPPLY,
        sealed_for.channel,
        "7.2e",
        families=(),  # all of the deliveries' own: the act beside it names those
        rows_count=len(laid.references),
    )
    leave_told(store, path, raw, whom, told, [sent])
    return Resupplied(told_as, movement, len(laid.references), laid.no_id_count, laid.again_count, sha256, instruction)


def laid_out(store: Store, council: str) -> Laid:
    """Return the table that goes back to a council, whether it went or not.

    Raises:
        StoreError: As `originals`.
    """
    return lay_out(list(map(_delivered, originals(store, council))))


def _hold_is_council(whom: Recipient, council: str) -> None:
    names = {council_id(whom.organisation), council_id(whom.name)}
    if whom.kind is not RecipientKind.COUNCIL or council_id(council) not in names:
        raise OtherCouncilError


def _delivered(original: Original) -> Delivered:
    named = {column.number: _named(column) for column in original.columns.every}
    headings = [named.get(number) or f"Column {number}" for number in range(1, max(named) + 1)]
    table, columns = original.table, original.columns
    return Delivered(headings, original.id_place, rows_below(table, columns), lines_below(table, columns))


def _named(column: Column) -> str:
    """Return what stands over a column, or says what it holds; empty where nothing does."""
    held = "" if column.holds in (None, Field.LEAVE_OUT) else str(column.holds)
    return column.heading or held
