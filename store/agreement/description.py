"""The agreement as titled rows, for a command to print and for JSON.

Owns which terms are shown, under which clause, and what is still to be asked for. Refuses to own how rows are laid out.
Dates are ISO 8601.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import assert_never

from store.agreement.deadlines import ClockRule, Unit
from store.agreement.lifetime import EndTold, TermEnd, last_day
from store.agreement.london import london_day
from store.agreement.terms import Agreement
from store.agreement.windows import supply_closes_on
from store.agreement.wordings import TranslationState, Wording


@dataclass(frozen=True, slots=True)
class Row:
    """One line.

    Attributes:
        label: What it is about.
        value: What the agreement says; may name a person of the contacts directory.
        clause: As printed; empty where no clause asks for it.
    """

    label: str
    value: str = field(repr=False)
    clause: str


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under a title, at least one."""

    title: str
    rows: tuple[Row, ...]


def describe(agreement: Agreement, told: EndTold | None = None) -> tuple[Section, ...]:
    """Return every term of an agreement, what is still to be asked for, and the faults of the printed text, in order.

    A section that would have no rows is left out.

    Args:
        agreement: As its file has it.
        told: What was recorded last about its end, which counts in place of the file; None where nothing was.
    """
    sections = (
        Section("Agreement", _identity(agreement)),
        Section("Parties and roles", _parties(agreement)),
        Section("Whom to ring", _contacts(agreement)),
        Section("Term", _term(agreement, told)),
        Section("Still to be asked for", open_questions(agreement, told)),
        Section("Purposes and wordings", _purposes(agreement)),
        Section("Data and legal bases", _data(agreement)),
        Section("Windows and batches", _windows(agreement)),
        Section("Clocks", tuple(Row(c.title, _clock(c), c.clause) for c in agreement.clocks)),
        Section("Law by date", _law(agreement)),
        Section("Protection", _protection(agreement)),
        Section("Calls and outcomes", _outcomes(agreement)),
        Section("Destruction and evidence", _destruction(agreement)),
        Section(
            "Faults of the agreement", tuple(Row(f.where, f"{f.wrong} {f.doorstep}", f.where) for f in agreement.faults)
        ),
    )
    return tuple(section for section in sections if section.rows)


def open_questions(agreement: Agreement, told: EndTold | None = None) -> tuple[Row, ...]:
    """Return what the agreement leaves open and nobody has answered yet; empty once all is answered.

    Args:
        agreement: As its file has it.
        told: What was recorded last about its end; None where nothing was.
    """
    rows = []
    if agreement.term.ends_on is None and told is None:
        rows.append(Row("term.ends_on", f'the exact end ("{agreement.term.end_printed}") and its document', "3.1"))
    if agreement.windows.schedule_document_sha256 is None:
        rows.append(Row("windows.schedule_document_sha256", "the document the batches were agreed in", "7.2b"))
    if agreement.evidence.document_sha256 is None:
        rows.append(
            Row("evidence.document_sha256", "the controller's word on how long proof is kept", "7.2f, 13.5-13.7")
        )
    rows += [
        Row(f"contacts[{contact.id}]", contact.title, contact.clause)
        for contact in agreement.contacts
        if contact.name is None or (contact.telephone is None and contact.email is None)
    ]
    rows += [
        Row(f"datasets[{dataset.id}]", "the condition for sensitive data", "6")
        for dataset in agreement.datasets
        if dataset.special_condition is None
    ]
    return tuple(rows)


def _identity(agreement: Agreement) -> tuple[Row, ...]:
    return (
        Row("Title", agreement.title, ""),
        Row("Dated", agreement.dated, ""),
        Row("Project", agreement.project, "4.5"),
        Row("Id", agreement.id, ""),
        Row("SHA-256 of the file", agreement.digest, "2.5"),
    )


def _parties(agreement: Agreement) -> tuple[Row, ...]:
    names = {party.id: party.name for party in agreement.parties}
    return tuple(
        Row(f"{role.duty}, {role.stage}", f"{names[role.party]}, {_span(role.from_on, role.to_on)}", role.clause)
        for role in agreement.roles
    )


def _contacts(agreement: Agreement) -> tuple[Row, ...]:
    return tuple(
        Row(c.title, ", ".join(filter(None, (c.name, c.telephone, c.email))) or "to be asked for", c.clause)
        for c in agreement.contacts
    )


def _term(agreement: Agreement, told: EndTold | None) -> tuple[Row, ...]:
    term = agreement.term
    since = () if told is None else (Row("Recorded since", _since(told), "3.2, 18"),)
    return (
        Row("Starts", f"{term.starts_on} (printed: {term.starts_printed})", "3.1"),
        Row("Ends", f"{term.ends_on or 'to be asked for'} (printed: {term.end_printed})", "3.1"),
        Row("Extended to", str(term.extended_to or "not extended"), "3.2"),
        *since,
        Row("Last day on which data is loaded", str(last_day(term, told)), "3.1"),
        Row("Notice", f"{term.notice_months} month, or immediate", "18"),
    )


def _since(told: EndTold) -> str:
    """Return what was recorded last about the end."""
    on = f"{told.ends_on}, recorded on {london_day(told.told_at)}"
    given = f" of {told.given_on}" if told.given_on else ""
    match told.cause:
        case None:
            return f"extended in writing to {on}"
        case TermEnd.ONE_MONTH_NOTICE:
            return f"ended by the notice{given}: {on}"
        case TermEnd.IMMEDIATE_NOTICE:
            return f"ended at once by the notice{given}: {on}"
        case TermEnd.RAN_OUT:
            return f"ran out: {on}"
    assert_never(told.cause)


def _purposes(agreement: Agreement) -> tuple[Row, ...]:
    rows = [Row(p.title, f"asked {p.asked.replace('-', ' the ')}", p.clause) for p in agreement.purposes]
    rows += [
        Row(f"{w.id}, version {w.version}, {w.language}{_unchecked(w)}", f"SHA-256 {w.sha256}", "1.2-1.4")
        for w in agreement.wordings
    ]
    rows += [
        Row(f"Leaflet left, {each.language}", f"{each.id}, version {each.version}", "4.2")
        for each in agreement.leaflets
    ]
    rows.append(Row("Languages on the card", ", ".join(f"{each.name}" for each in agreement.languages), "4.2"))
    return tuple(rows)


def _unchecked(wording: Wording) -> str:
    return ", needs a translator's check" if wording.translation is TranslationState.NEEDS_CHECK else ""


def _data(agreement: Agreement) -> tuple[Row, ...]:
    rows = [Row(str(dataset.id), dataset.title, dataset.clause) for dataset in agreement.datasets]
    rows += [
        Row(f"Legal basis, {_span(b.from_on, b.to_on)}", f"{', '.join(b.datasets)}: {b.basis}", b.clause)
        for b in agreement.legal_bases
    ]
    return tuple(rows)


def _windows(agreement: Agreement) -> tuple[Row, ...]:
    windows = agreement.windows
    return (
        Row("To refuse", f"{windows.refusal_full_days} full days after assumed receipt", "7.2a"),
        Row("Assumed receipt", f"{windows.postal_allowance_days} days after posting", "7.2a"),
        Row("Records collected", f"from {windows.records_from} on", "7.2a"),
        Row("Supply", _span(windows.supply_opens_on, supply_closes_on(windows)), "7.2b"),
        *(Row(f"Batch {batch.id}", _span(batch.opens_on, batch.closes_on), "7.2b") for batch in agreement.batches),
    )


def _law(agreement: Agreement) -> tuple[Row, ...]:
    return tuple(
        Row(_span(law.from_on, law.to_on), f"{law.title}: {law.rule} [{law.citation}]", "2.2d, 19, A1")
        for law in agreement.law
    )


def _protection(agreement: Agreement) -> tuple[Row, ...]:
    credentials, places = agreement.credentials, agreement.places
    return (
        Row("Containers", f"{agreement.containers.minimum} or better", "8.3"),
        Row("Cells", f"suppressed on {agreement.cells.suppressed_up_to} cases or fewer", "12.1a"),
        Row("Credentials", f"{credentials.valid_months} months: {', '.join(credentials.topics)}", "9.1e, 13.2, A3"),
        Row("Places", " ".join(places.countries), "A6"),
        *(Row("Place granted", f"{g.country} from {g.granted_on} [{g.document_sha256}]", "A6") for g in places.grants),
    )


def _outcomes(agreement: Agreement) -> tuple[Row, ...]:
    calls, outcomes, checks = agreement.calls, agreement.outcomes, agreement.back_checks
    practice = (
        f"{calls.minimum} over {calls.spread_days} days, {calls.evenings} after {calls.evening_from:%H:%M}, "
        f"{calls.weekends} at the week-end ({calls.source})"
    )
    return (
        Row("Calls at least", practice, ""),
        Row("Codes", outcomes.source, ""),
        Row(
            "Back-checks",
            f"{checks.interviews_per_mille} of 1,000 interviews and {checks.consents_per_mille} of 1,000 consents,"
            f" within {checks.due_days} days ({checks.source})",
            "4.2, A8",
        ),
        *(Row(f"Outcome {outcome.code}", f"{outcome.group}: {outcome.title}", "") for outcome in outcomes.final),
        *(Row(f"Attempt {result.code}", result.title, "") for result in outcomes.attempt_results),
        *(Row(f"Reason {reason.code}", reason.title, "") for reason in outcomes.no_interview_reasons),
    )


def _destruction(agreement: Agreement) -> tuple[Row, ...]:
    destruction, evidence = agreement.destruction, agreement.evidence
    media = f"{destruction.media_standard} {destruction.media_version}, {destruction.media_method}"
    paper = f"{destruction.paper_standard} {destruction.paper_level}, {destruction.paper_cut}"
    return (
        Row("Media", media, "7.2f, 13.5-13.7, A2"),
        Row("Paper", f"{paper}, recycled" if destruction.is_paper_recycled else paper, "A11"),
        Row("Proof kept", f"{evidence.years_after_declaration} years. {evidence.reason}", "7.2f, 13.5-13.7"),
    )


def _clock(rule: ClockRule) -> str:
    match rule.unit:
        case Unit.HOURS:
            length = f"{rule.amount} elapsed hours"
        case Unit.DAYS:
            length = f"{rule.amount} calendar days"
        case Unit.DAYS_INCLUSIVE:
            length = f"{rule.amount} calendar days, the first one counted"
        case Unit.WORKING_DAYS:
            length = f"{rule.amount} working days"
        case Unit.MONTHS:
            length = f"{rule.amount} month"
    rolls = ", to the next working day" if rule.rolls else ""
    pauses = ", pauses counted out" if rule.may_pause else ""
    span = _span(rule.from_on, rule.to_on)
    return f"{length}{rolls}{pauses}, once {rule.starts}; tell {rule.tells}; {span} [{rule.citation}]"


def _span(start: date, end: date | None) -> str:
    return f"from {start}" if end is None else f"{start} to {end}"
