"""Whether an agreement file contradicts itself.

Owns what must hold between its values whatever the clauses say: names once, dates in order, rules that do not overlap,
closed lists complete. Refuses to own strictness, which is `clauses`.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from store.agreement.deadlines import ClockKind, Unit
from store.agreement.parties import PartyKind
from store.agreement.purposes import DatasetKind, Purpose
from store.agreement.terms import Agreement
from store.agreement.wordings import WordingForm
from store.errors import AgreementUnreadableError

_SHA256 = re.compile(r"[0-9a-f]{64}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_PAUSABLE = frozenset({Unit.DAYS, Unit.DAYS_INCLUSIVE, Unit.MONTHS})

Span = tuple[date, date | None]


def check_coherence(agreement: Agreement) -> None:
    """Return if the file does not contradict itself.

    Raises:
        AgreementUnreadableError: It does; the first place that does is named.
    """
    _check_names(agreement)
    _check_wordings(agreement)
    _check_spans(agreement)
    _check_clocks(agreement)
    _check_documents(agreement)
    term = agreement.term
    checks = agreement.back_checks
    share = max(checks.interviews_per_mille, checks.consents_per_mille)
    _demand(share <= 1_000, "back_checks", "draws more than there is")
    _demand(term.starts_on < term.end_earliest_on <= term.end_latest_on, "term", "has its dates out of order")
    calls = agreement.calls
    _demand(
        calls.evenings + calls.weekends <= calls.minimum, "calls", "asks for more evenings and week-ends than calls"
    )


def _check_names(agreement: Agreement) -> None:
    _complete("parties", (party.id for party in agreement.parties), PartyKind)
    _complete("purposes", (purpose.id for purpose in agreement.purposes), Purpose)
    _complete("datasets", (dataset.id for dataset in agreement.datasets), DatasetKind)
    _once("contacts", [contact.id for contact in agreement.contacts])
    _once("wordings", [(wording.id, wording.version, wording.language) for wording in agreement.wordings])
    _once("languages", [language.tag for language in agreement.languages])
    _once("leaflets", [leaflet.language for leaflet in agreement.leaflets])
    _once("legal_bases", [basis.id for basis in agreement.legal_bases])
    _once("batches", [batch.id for batch in agreement.batches])
    _once("clocks", [clock.id for clock in agreement.clocks])
    _once("law", [law.id for law in agreement.law])
    _once("faults", [fault.id for fault in agreement.faults])
    _once("outcomes.final", [outcome.code for outcome in agreement.outcomes.final])
    _once("outcomes.attempt_results", [result.code for result in agreement.outcomes.attempt_results])
    _once("outcomes.no_interview_reasons", [reason.code for reason in agreement.outcomes.no_interview_reasons])
    places = agreement.places
    for country in (*places.countries, *(grant.country for grant in places.grants)):
        _demand(_COUNTRY.fullmatch(country) is not None, "places", "holds a country that is no two-letter code")


def _check_wordings(agreement: Agreement) -> None:
    """Every question is to be had in full and as easy reading in each language it is to be had in."""
    forms = {(w.purpose, w.target, w.language, w.form) for w in agreement.wordings}
    for purpose, target, language, _ in forms:
        for form in WordingForm:
            is_there = (purpose, target, language, form) in forms
            _demand(is_there, "wordings", f"lacks {purpose} in {language} as {form.replace('_', ' ')}")
    for purpose_term in agreement.purposes:
        _once(f"purposes[{purpose_term.id}].targets", [target.id for target in purpose_term.targets])


def _check_spans(agreement: Agreement) -> None:
    _apart("law", [(law.from_on, law.to_on) for law in agreement.law])
    _apart("batches", [(batch.opens_on, batch.closes_on) for batch in agreement.batches])
    for kind in ClockKind:
        _apart(f"clocks of kind {kind}", [(c.from_on, c.to_on) for c in agreement.clocks if c.kind is kind])
    for dataset in DatasetKind:
        bases = [(b.from_on, b.to_on) for b in agreement.legal_bases if dataset in b.datasets]
        _apart(f"legal_bases of {dataset}", bases)
    for duty, stage in {(role.duty, role.stage) for role in agreement.roles}:
        spans = [(r.from_on, r.to_on) for r in agreement.roles if (r.duty, r.stage) == (duty, stage)]
        _apart(f"roles of the {duty} {stage}", spans)


def _check_clocks(agreement: Agreement) -> None:
    for clock in agreement.clocks:
        _demand(clock.amount > 0, f"clocks[{clock.id}].amount", "is due before it starts")
        can_pause = clock.unit in _PAUSABLE or not clock.may_pause
        _demand(can_pause, f"clocks[{clock.id}].may_pause", f"cannot be true for {clock.unit}")


def _check_documents(agreement: Agreement) -> None:
    documents = {
        "term.end_document_sha256": agreement.term.end_document_sha256,
        "term.extension_document_sha256": agreement.term.extension_document_sha256,
        "windows.schedule_document_sha256": agreement.windows.schedule_document_sha256,
        "evidence.document_sha256": agreement.evidence.document_sha256,
    }
    documents |= {f"places.grants[{grant.country}]": grant.document_sha256 for grant in agreement.places.grants}
    for where, digest in documents.items():
        _demand(
            digest is None or _SHA256.fullmatch(digest) is not None, where, "is no SHA-256 in lower-case hex digits"
        )


def _complete(where: str, names: Iterable[StrEnum], every: type[StrEnum]) -> None:
    _demand(sorted(names) == sorted(every), where, f"does not hold each of these once: {', '.join(every)}")


def _once(where: str, names: Sequence[object]) -> None:
    _demand(len(set(names)) == len(names), where, "holds something twice")


def _apart(where: str, spans: Sequence[Span]) -> None:
    for start, end in spans:
        _demand(end is None or start <= end, where, "holds an end before its beginning")
    for (_, end), (start, _) in pairwise(sorted(spans, key=lambda span: span[0])):
        _demand(end is not None and end + timedelta(days=1) <= start, where, "holds two that overlap")


def _demand(holds: bool, where: str, why: str) -> None:
    if not holds:
        raise AgreementUnreadableError(where, why)
