"""Sending a council's families back to it: what is asked, what leaves, and what it is told by another road.

Owns the questions and the sentences. Refuses to own the table, and who may have it (store).

Source: agreement 7.2d, 7.2e, 8.3.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.exchange.intake.identity import council_id
from store.exchange.recipients import Recipient
from store.keeping.acts.terms.exchange import ExportPurpose, RecipientKind
from tui import wording
from tui.base import going_out
from tui.base.going_out import Offered
from tui.forms.fields import Answers, Field, Kind, Option
from tui.forms.form import Form
from tui.forms.secrets import new_passphrase
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.exchange.wave_two.resupply import Resupplied
    from store.keeping.store import Store

_SEALED, _OPENPGP, _ZIP = "sealed", "openpgp", "zip"
STATUS: Final = "programme status"


@dataclass(frozen=True, slots=True)
class Leaving:
    """What would leave now.

    Attributes:
        families_count: Every family of the council, each once.
        no_id_count, again_count: Rows that stay out, whatever was done since.
        to: The council on the register of recipients, under every name it has there.
    """

    council: str
    families_count: int
    no_id_count: int
    again_count: int
    to: Offered = field(repr=False)


def leaving(store: "Store", council: str) -> Leaving:
    """Return what would leave; runs in the clerk's thread.

    Raises:
        StoreError: What was delivered is not kept as it came.
    """
    from store.exchange.wave_two.resupply import laid_out

    own = council_id(council)

    def is_council(each: Recipient) -> bool:
        return each.kind is RecipientKind.COUNCIL and own in {council_id(each.organisation), council_id(each.name)}

    laid = laid_out(store, council)
    to = going_out.offered(store, ExportPurpose.RESUPPLY, is_council)
    return Leaving(council, len(laid.references), laid.no_id_count, laid.again_count, to)


def form(about: Leaving) -> Form:
    """Return what is asked."""

    def ways(answers: Answers) -> Sequence[Option]:
        whom = about.to.chosen(answers)
        sealed = [Option(_SEALED, "sealed with the council's own key")]
        openpgp = [Option(_OPENPGP, "an OpenPGP message to the council's own OpenPGP key")]
        return [
            *(sealed if whom is not None and whom.sealing_key is not None else ()),
            *(openpgp if whom is not None and whom.openpgp is not None else ()),
            Option(_ZIP, "an AES-256 zip under a passphrase"),
        ]

    def needs_passphrase(answers: Answers) -> bool:
        return answers.get("how") == _ZIP

    return Form(
        (
            going_out.whom_field(about.to),
            Field("how", "Protected", "How is it protected?", Kind.ONE, ways),
            Field(
                "passphrase", "Passphrase", "A long passphrase, told to the council by another road.", Kind.LINE,
                applies=needs_passphrase, is_secret=True,
            ),
            Field("again", "Again", "And again.", Kind.LINE, applies=needs_passphrase, is_secret=True),
            *going_out.road_fields(about.to),
        )
    )  # fmt: skip


def means(about: Leaving, answers: Answers, width: int) -> Iterator[PageLine]:
    """Yield what leaves, and what nobody learns from it."""
    families = wording.counted(about.families_count, "family", "families")
    yield from paragraph(f"{families} of {about.council}, each once, as delivered, in the order of its ids.", width)
    for count, said in ((about.no_id_count, "no id"), (about.again_count, "an id that stands further up")):
        if count:
            yield from paragraph(f"{wording.counted(count, 'row')} with {said} stay out.", width, Tint.MUTED)
    yield from paragraph("It is the same whatever came of them: it tells nobody who took part (7.2e).", width)
    if answers.get("how") == _ZIP:
        yield PageLine("An AES-256 zip, which the passphrase alone opens.")
        yield from going_out.ledger("resupply", about.families_count, "7.2e", width)
        return
    whom = about.to.chosen(answers)
    if answers.get("how") == _OPENPGP and whom is not None and whom.openpgp is not None:
        reads = wording.fingerprint(whom.openpgp.fingerprint)
        yield from paragraph(f"An OpenPGP message, AES-256, to the key {reads}: ring them and compare.", width)
        yield from going_out.ledger("resupply", about.families_count, "7.2e", width)
        return
    yield from going_out.means(about.to, answers, "resupply", about.families_count, "7.2e", width)


def send(store: "Store", about: Leaving, answers: Answers) -> "Resupplied":
    """Send them back; runs in the clerk's thread.

    Raises:
        PassphrasesDifferError: It was typed in two ways.
        StoreError: As `resupply`.
    """
    from store.exchange.wave_two.resupply import resupply

    to = going_out.sealed_for(about.to, answers)
    assert to is not None
    is_typed = answers.get("passphrase") or answers.get("again")
    typed = new_passphrase(answers, "passphrase", "again") if is_typed else None
    try:
        is_openpgp = answers.get("how") == _OPENPGP
        return resupply(store, about.council, going_out.path(store, answers), to, typed, is_openpgp=is_openpgp)
    finally:
        if typed is not None:
            typed.wipe()


def outcome(about: Leaving, sent: "Resupplied", width: int) -> Iterator[PageLine]:
    """Yield what is told to the council by another road."""
    families = wording.counted(sent.families_count, "family", "families")
    yield from paragraph(f"{families} of {about.council} are written, as delivered.", width, Tint.HEAD)
    yield PageLine("")
    yield PageLine("Tell the council by another road the file's SHA-256:")
    yield from going_out.digest_lines(sent.sha256)
    yield PageLine("")
    yield from paragraph(f"It corrects the rows, adds a column `{STATUS}`, and returns every one (7.2d, 7.2e).", width)
    if sent.instruction is None:
        yield from paragraph(f"{wording.NO_INSTRUCTION} Record it in Registers (i, a).", width, Tint.WARNING)
    yield PageLine(f"The ledger calls it movement {sent.movement[:8]}.", Tint.MUTED)
