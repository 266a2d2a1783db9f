"""What is asked and said about the registers: recipients, grants, disclosures, instructions.

Owns the questions and the sentences. Refuses to own what is covered: that is asked of the store, and its refusal shown.

Source: agreement 9.1d, 9.1f, A5, A6, A7.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from store.errors import CountryFormError
from store.exchange.in_writing import LEAVES, Answer, Kind, Written
from store.exchange.recipient_keys import read_aloud, read_public
from store.exchange.recipients import BY_THE_AGREEMENT, Grant, Recipient
from store.keeping.acts.terms.exchange import (
    DisclosureAuthority,
    ExportPurpose,
    GrantMatter,
    InstructionMatter,
    RecipientKind,
    Shipment,
)
from store.keeping.names import hold_line
from tui import wording
from tui.base.going_out import digest_lines
from tui.documents import certificate_bytes, document_digest
from tui.forms.fields import Answers, Field, Option, many, one
from tui.forms.fields import Kind as Asks
from tui.forms.form import Form
from tui.moments import iso_day
from tui.paths import path_of
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

_KINDS: Final = tuple(Option(each.value, wording.words(each)) for each in RecipientKind)
_PURPOSES: Final = tuple(Option(each.value, wording.words(each)) for each in ExportPurpose)
_SHIPMENTS: Final = tuple(Option(each.value, wording.words(each)) for each in LEAVES)
_MATTERS: Final = (
    Option(GrantMatter.SUB_CONTRACTOR.value, "a sub-contractor may have it (9.1d)"),
    Option(GrantMatter.AFFILIATE.value, "an affiliate may have it (9.1d, A7)"),
    Option(GrantMatter.OUTSIDE_EEA.value, "it may go outside the United Kingdom and the EEA (A6)"),
)
_AUTHORITIES: Final = (
    Option(DisclosureAuthority.DIRECTION.value, "the department directs it in writing"),
    Option(DisclosureAuthority.STATUTE.value, "a statute requires it"),
    Option(DisclosureAuthority.COURT_ORDER.value, "a court orders it"),
)
_INSTRUCTED: Final = tuple(
    Option(each.value, wording.words(each)) for each in InstructionMatter if each is not InstructionMatter.SUPPLY
)
"""To supply somebody is a disclosure, and told with whom it is to."""

_DOCUMENT: Final = Field("document", "Document", "Which document? Its whole path; its digest is kept.", Asks.LINE)


@dataclass(frozen=True, slots=True)
class About:
    """A recipient, and what may go to them today."""

    whom: Recipient = field(repr=False)
    answers: Sequence[Answer]


def about(store: "Store", whom: Recipient) -> About:
    """Return what may go to somebody; runs in the clerk's thread."""
    from store.exchange.in_writing import answers
    from store.exchange.recipients import recipients

    (now,) = [each for each in recipients(store) if each.recipient == whom.recipient]
    return About(now, answers(store, now))


def about_lines(about: About, width: int) -> list[PageLine]:
    """Return all that is known of a recipient: what may go to them, and why anything else may not."""
    whom = about.whom
    ended = " Nothing goes to them any more." if whom.is_ended else ""
    lines = [
        *paragraph(f"{whom.name}, {whom.organisation}", width, Tint.HEAD),
        *paragraph(f"Is: {wording.words(whom.kind)}, in {whom.country}.{ended}", width),
        *paragraph(f"For: {', '.join(sorted(wording.words(each) for each in whom.purposes))}", width),
        *paragraph(_key(whom), width),
    ]
    for grant in whom.grants:
        what = ", ".join(sorted(wording.words(each) for each in grant.shipments))
        lines += paragraph(f"Allowed, {wording.words(grant.matter)}: {what}, {_span(grant)}", width)
    may = [wording.words(each.shipment) for each in about.answers if each.refusal is None]
    lines += [PageLine(""), PageLine("May go to them today", Tint.HEAD)]
    lines += paragraph(", ".join(may) or "nothing", width)
    lines += [PageLine(""), PageLine("Cannot be sent to them", Tint.HEAD)]
    why: dict[str, list[str]] = {}
    for each in about.answers:
        if each.refusal is not None:
            why.setdefault(each.refusal.message, []).append(wording.words(each.shipment))
    for message, what_not in why.items():
        lines += paragraph(message, width, Tint.WARNING)
        lines += paragraph(", ".join(what_not), width, Tint.MUTED, before="    ", indent="")
    return lines


def _span(grant: Grant) -> str:
    if grant.until_on is not None and grant.until_on < grant.from_on:
        return "over the day it began"
    until = f" until {wording.day(grant.until_on)}" if grant.until_on else ""
    return f"from {wording.day(grant.from_on)}{until}"


def _key(whom: Recipient) -> str:
    if whom.openpgp is not None and whom.sealing_key is None:
        return f"OpenPGP key {wording.fingerprint(whom.openpgp.fingerprint)}: ring them and compare."
    if whom.sealing_key is None:
        return "No key: nothing can be sealed for them."
    return f"Key {read_aloud(bytes.fromhex(whom.sealing_key))}: ring them and compare."


# -- a recipient


def recipient_form() -> Form:
    """Return what is asked about somebody new."""
    return Form(
        (
            Field("name", "Name", "What are they called here?", Asks.LINE, check=hold_line),
            Field("organisation", "Organisation", "Whose are they? Of a council, its name.", Asks.LINE,
                  check=hold_line),
            Field("kind", "Is", "What are they?", Asks.ONE, lambda _: _KINDS),
            Field(
                "purposes", "For", "What may they be sent files for? Space takes one, Enter goes on.", Asks.MANY,
                lambda _: _PURPOSES,
            ),
            Field("country", "Country", "In which country are they? Two letters.", Asks.LINE, first="GB",
                  check=_country),
            Field(
                "key", "Key file", "Their file recipient.public: its whole path. Pass it by where they have none.",
                Asks.LINE, may_be_empty=True,
            ),
            Field(
                "openpgp", "OpenPGP key", "Its OpenPGP key, where it has one: the file's whole path.", Asks.LINE,
                applies=lambda answers: answers.get("kind") == RecipientKind.COUNCIL, may_be_empty=True,
            ),
        )
    )  # fmt: skip


def recipient_means(answers: Answers, width: int) -> list[PageLine]:
    """Return what keeping does, and what the agreement does not cover by itself."""
    kind = RecipientKind(one(answers, "kind") or "")
    beside = {ExportPurpose(each) for each in many(answers, "purposes")} - BY_THE_AGREEMENT.get(kind, frozenset())
    lines = paragraph("They are on the register. What they may be sent is seen there, with why not.", width)
    if beside:
        said = ", ".join(sorted(wording.words(each) for each in beside))
        lines += paragraph(
            f"The agreement does not send them files for: {said}. Record the document that does (Grant).",
            width,
            Tint.WARNING,
        )
    return lines


def add_recipient(store: "Store", answers: Answers) -> None:
    """Put somebody on the register; runs in the clerk's thread.

    Raises:
        StoreError: As `register` and `read_public`.
    """
    from store.exchange.containers.openpgp_writing import read_certificate
    from store.exchange.recipients import register

    key, openpgp = one(answers, "key"), one(answers, "openpgp")
    register(
        store,
        one(answers, "name") or "",
        one(answers, "organisation") or "",
        RecipientKind(one(answers, "kind") or ""),
        (one(answers, "country") or "").upper(),
        frozenset(map(ExportPurpose, many(answers, "purposes"))),
        None if key is None else read_public(path_of(key)),
        None if openpgp is None else read_certificate(certificate_bytes(path_of(openpgp))),
    )


def _country(text: str) -> None:
    if len(text.strip()) != 2 or not text.strip().isascii() or not text.strip().isalpha():
        raise CountryFormError


def why_form(question: str) -> Form:
    """Return the one question why."""
    return Form((Field("why", "Why", question, Asks.LINE, check=hold_line),))


def end_means(whom: Recipient, width: int) -> list[PageLine]:
    """Return what ending an entry does."""
    return paragraph(f"Nothing goes to {whom.name} any more. What went stays in the ledger.", width, Tint.WARNING)


def end_recipient(store: "Store", whom: Recipient, answers: Answers) -> None:
    """End an entry; runs in the clerk's thread.

    Raises:
        StoreError: As `recipients.end`.
    """
    from store.exchange.recipients import end

    end(store, whom.name, one(answers, "why") or "")


# -- a grant


def grant_form(whom: Recipient) -> Form:
    """Return what is asked about a document that allows something."""
    matters = [each for each in _MATTERS if each.value != GrantMatter.OUTSIDE_EEA or whom.country != "GB"]
    return Form(
        (
            Field("matter", "Allows", "What does it allow?", Asks.ONE, lambda _: matters),
            Field(
                "shipments", "Files", "For which kinds of file? Space takes one, Enter goes on.", Asks.MANY,
                lambda _: _SHIPMENTS,
            ),
            Field("by", "Signed by", "Who at the department signed it?", Asks.LINE, check=hold_line),
            _DOCUMENT,
            Field("from", "From", "From which day (like 2016-04-01)? Pass it by for today.", Asks.LINE,
                  may_be_empty=True, check=iso_day),
            Field("until", "Until", "Until which day? Pass it by where it has none.", Asks.LINE, may_be_empty=True,
                  check=iso_day),
        )
    )  # fmt: skip


def grant_means(whom: Recipient, answers: Answers, width: int) -> list[PageLine]:
    """Return what keeping does."""
    what = ", ".join(sorted(wording.words(Shipment(each)) for each in many(answers, "shipments")))
    lines = paragraph(f"These files may go to {whom.name} on its word: {what}.", width)
    lines.append(PageLine("What it does not name is refused. Its digest is kept, and not the document.", Tint.MUTED))
    return lines


def grant(store: "Store", whom: Recipient, answers: Answers) -> None:
    """Record a grant; runs in the clerk's thread.

    Raises:
        StoreError: As `record_grant`.
    """
    from store.agreement.london import london_day
    from store.exchange.recipients import record_grant

    from_on, until_on = one(answers, "from"), one(answers, "until")
    record_grant(
        store,
        whom.name,
        GrantMatter(one(answers, "matter") or ""),
        frozenset(map(Shipment, many(answers, "shipments"))),
        one(answers, "by") or "",
        document_digest(path_of(one(answers, "document") or "")),
        iso_day(from_on) if from_on else london_day(store.now()),
        iso_day(until_on) if until_on else None,
    )


def over_form() -> Form:
    """Return what is asked when a grant is over."""
    question = "Which document says so? Its whole path; pass it by where none does."
    return Form((Field("document", "Document", question, Asks.LINE, may_be_empty=True),))


def over_means(grant: Written, width: int) -> list[PageLine]:
    """Return what ending a grant does."""
    what = ", ".join(wording.words(each) for each in grant.shipments)
    return paragraph(f"From now on nothing goes to {grant.about} on its word: {what}.", width, Tint.WARNING)


def over(store: "Store", grant: Written, answers: Answers) -> None:
    """Record that a grant is over; runs in the clerk's thread.

    Raises:
        StoreError: As `end_grant`.
    """
    from store.exchange.in_writing import end_grant

    document = one(answers, "document")
    end_grant(store, grant.id, None if document is None else document_digest(path_of(document)))


# -- a disclosure


def disclosure_form() -> Form:
    """Return what is asked about a disclosure."""

    def is_directed(answers: Answers) -> bool:
        return answers.get("authority") == DisclosureAuthority.DIRECTION

    return Form(
        (
            Field("authority", "On whose word", "On whose word is it disclosed?", Asks.ONE, lambda _: _AUTHORITIES),
            Field("citation", "Where it stands", "Where does that stand?", Asks.LINE, check=hold_line),
            Field(
                "shipments", "Files", "Which kinds of file? Space takes one, Enter goes on.", Asks.MANY,
                lambda _: _SHIPMENTS,
            ),
            Field("by", "Signed by", "Who at the department signed it?", Asks.LINE, applies=is_directed,
                  check=hold_line),
            Field("document", "Document", _DOCUMENT.question, Asks.LINE, applies=is_directed),
        )
    )  # fmt: skip


def disclosure_means(answers: Answers, width: int) -> list[PageLine]:
    """Return what keeping does."""
    what = ", ".join(sorted(wording.words(Shipment(each)) for each in many(answers, "shipments")))
    return [
        *paragraph(f"These files may go to them: {what}.", width, Tint.WARNING),
        *paragraph("There is no disclosure unless the department writes or the law requires it (9.1f, A5).", width),
    ]


def disclose(store: "Store", whom: Recipient, answers: Answers) -> None:
    """Record a disclosure; runs in the clerk's thread.

    Raises:
        StoreError: As `record_disclosure`.
    """
    from store.exchange.disclosures import Direction, record_disclosure

    document, by = one(answers, "document"), one(answers, "by")
    direction = None if document is None or by is None else Direction(by, document_digest(path_of(document)))
    shipments = [Shipment(each) for each in many(answers, "shipments")]
    authority = DisclosureAuthority(one(answers, "authority") or "")
    record_disclosure(store, whom.recipient, authority, one(answers, "citation") or "", shipments, direction)


# -- an instruction


def instruction_form() -> Form:
    """Return what is asked about an instruction."""
    whom = "Whom does it name, by the council's reference? Blanks between them."

    def is_to_erase(answers: Answers) -> bool:
        return answers.get("matter") == InstructionMatter.ERASE_PERSON

    return Form(
        (
            Field("matter", "About", "What is it about?", Asks.ONE, lambda _: _INSTRUCTED),
            Field("families", "Whom", whom, Asks.LINE, applies=is_to_erase),
            Field("text", "Says", "What does it say? A line.", Asks.LINE, check=hold_line),
            Field("by", "Signed by", "Who at the department signed it?", Asks.LINE, check=hold_line),
            _DOCUMENT,
        )
    )


def instruction_means(width: int) -> list[PageLine]:
    """Return what keeping does."""
    return paragraph("It stands in the trail with your name. What it orders is done on its own screen.", width)


def instruct(store: "Store", answers: Answers) -> None:
    """Record an instruction; runs in the clerk's thread.

    Raises:
        StoreError: As `record_instruction` and `family_of_reference`.
    """
    from store.custody.trail import family_of_reference
    from store.exchange.instructions import record_instruction

    references = (one(answers, "families") or "").replace(",", " ").split()
    families = [family_of_reference(store, each) for each in references]
    matter, by, text = InstructionMatter(one(answers, "matter") or ""), one(answers, "by"), one(answers, "text")
    digest = document_digest(path_of(one(answers, "document") or ""))
    record_instruction(store, matter, by or "", digest, text or "", families)


def written_lines(each: Written, width: int) -> list[PageLine]:
    """Return the whole of one thing that was said in writing."""
    lines = [
        *paragraph(f"{wording.words(each.kind).capitalize()}: {wording.words(each.matter)}", width, Tint.HEAD),
        PageLine(f"On {wording.day(each.on)}."),
    ]
    if each.about:
        lines += paragraph(f"About: {each.about}", width)
    lines += paragraph(f"{'Stands in' if each.kind is Kind.DISCLOSURE else 'Signed by'}: {each.by}", width)
    if each.text:
        lines += paragraph(f"Says: {each.text}", width)
    if each.shipments:
        lines += paragraph(f"Files: {', '.join(wording.words(one_) for one_ in each.shipments)}", width)
    if each.until_on is not None:
        until = "It is over: its last day was" if each.is_over else "Until"
        lines.append(PageLine(f"{until} {wording.day(each.until_on)}."))
    if each.document_digest is not None:
        lines += [PageLine("SHA-256 of the document:"), *digest_lines(each.document_digest)]
    return lines
