"""What the clauses demand of the settings: the agreement prevails (2.5).

Owns one table: clause, setting, what it demands, and the check. Refuses to own where a setting is used, and coherence.
Stricter settings pass; a weaker one is refused naming the clause.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from store.agreement.clock_clauses import (
    CLOCK_DEMANDS,
    COMPLAINTS_FROM,
    GDPR_FROM,
    PAUSES_FROM,
    UK_GDPR_FROM,
    ClockDemand,
    keeps,
)
from store.agreement.dated import change_days, in_force
from store.agreement.parties import PartyKind, Stage, controller_on, processor_on
from store.agreement.purposes import DatasetKind, Moment, Purpose
from store.agreement.safeguards import MediaMethod, PaperCut, PaperLevel, Strength, Topic, is_at_least
from store.agreement.terms import Agreement
from store.agreement.windows import supply_closes_on
from store.agreement.wordings import Wording
from store.errors import WeakerThanClauseError

RECORDS_FROM = date(2014, 9, 1)

UK_AND_EEA = frozenset(
    {"GB", "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI"}
    | {"LT", "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK"}
)
"""The United Kingdom, the other states of the European Union and Iceland, Liechtenstein and Norway; ISO 3166-1.

Source:
    Agreement A6, "UK or EEA".
"""


@dataclass(frozen=True, slots=True)
class ClauseRule:
    """One demand.

    Attributes:
        clause: As printed.
        setting: The place in the file.
        demands: What the clause demands, to follow "demands".
        is_met: Whether an agreement is at least that strict.
    """

    clause: str
    setting: str
    demands: str
    is_met: Callable[[Agreement], bool]


def hold_against_clauses(agreement: Agreement) -> None:
    """Return if no setting is weaker than a clause.

    Raises:
        WeakerThanClauseError: The first that is.

    Source:
        Agreement 2.5.
    """
    for rule in RULES:
        if not rule.is_met(agreement):
            raise WeakerThanClauseError(rule.clause, rule.setting, rule.demands)


def _every_wording_names_the_parties(agreement: Agreement) -> bool:
    return all(names_the_parties(wording, agreement) for wording in agreement.wordings)


def names_the_parties(wording: Wording, agreement: Agreement) -> bool:
    """Say whether a wording names the council, the department and the agency (1.2-1.4)."""
    return all(party.called in wording.text for party in agreement.parties)


def _every_wording_names_its_objects(agreement: Agreement) -> bool:
    return all(names_its_objects(wording, agreement) for wording in agreement.wordings)


def names_its_objects(wording: Wording, agreement: Agreement) -> bool:
    """Say whether a wording names what its purpose, and its target, is about (4.2, 4.4)."""
    (purpose,) = (purpose for purpose in agreement.purposes if purpose.id is wording.purpose)
    names = [*purpose.names, *(target.name for target in purpose.targets if target.id == wording.target)]
    return all(name in wording.text for name in names)


def _something_is_named(agreement: Agreement) -> bool:
    named = {p.id: (p.targets if p.id is Purpose.LINKAGE else p.names) for p in agreement.purposes}
    return bool(named[Purpose.LINKAGE] and named[Purpose.RECONTACT])


def _every_question_has_a_wording(agreement: Agreement) -> bool:
    worded = {(wording.purpose, wording.target) for wording in agreement.wordings}
    asked: set[tuple[Purpose, str | None]] = {
        (purpose.id, target.id) for purpose in agreement.purposes for target in purpose.targets
    }
    asked |= {(purpose.id, None) for purpose in agreement.purposes if not purpose.targets}
    return worded == asked


def _roles_are(stage: Stage, controller: PartyKind, processor: PartyKind | None) -> Callable[[Agreement], bool]:
    def is_met(agreement: Agreement) -> bool:
        roles = agreement.roles
        return all(
            controller_on(roles, stage, day) is controller and processor_on(roles, stage, day) is processor
            for day in change_days(roles, agreement.term.starts_on)
        )

    return is_met


def _end_is_documented(agreement: Agreement) -> bool:
    term = agreement.term
    if term.ends_on is None:
        return term.end_document_sha256 is None
    return term.end_document_sha256 is not None and term.end_earliest_on <= term.ends_on <= term.end_latest_on


def _extension_is_in_writing(agreement: Agreement) -> bool:
    term = agreement.term
    if term.extended_to is None:
        return term.extension_document_sha256 is None
    return term.extension_document_sha256 is not None and term.ends_on is not None and term.extended_to > term.ends_on


def _bases_are_no_consent(agreement: Agreement) -> bool:
    return all("consent" not in basis.basis.casefold() for basis in agreement.legal_bases)


def _every_dataset_has_a_basis(agreement: Agreement) -> bool:
    return all(
        in_force((basis for basis in agreement.legal_bases if kind in basis.datasets), day) is not None
        for kind in DatasetKind
        for day in change_days(agreement.legal_bases, agreement.term.starts_on)
    )


def _batches_are_inside_the_supply(agreement: Agreement) -> bool:
    opens_on, closes_on = agreement.windows.supply_opens_on, supply_closes_on(agreement.windows)
    return bool(agreement.batches) and all(
        opens_on <= batch.opens_on and batch.closes_on <= closes_on for batch in agreement.batches
    )


def _law_has_no_gap(agreement: Agreement) -> bool:
    days = change_days(agreement.law, agreement.term.starts_on)
    return all(in_force(agreement.law, day) is not None for day in days)


def _law_changes_on_its_dates(agreement: Agreement) -> bool:
    return {GDPR_FROM, UK_GDPR_FROM, PAUSES_FROM, COMPLAINTS_FROM} <= {law.from_on for law in agreement.law}


def _clock_is_kept(demand: ClockDemand) -> Callable[[Agreement], bool]:
    return lambda agreement: keeps(agreement.clocks, demand, agreement.term.starts_on)


RULES: tuple[ClauseRule, ...] = (
    ClauseRule(
        "1.2-1.4",
        "wordings",
        "that every wording names the council, the department and the agency",
        _every_wording_names_the_parties,
    ),
    ClauseRule(
        "2.1",
        "roles",
        "that the council is controller until a delivery arrives",
        _roles_are(Stage.BEFORE_ARRIVAL, PartyKind.COUNCIL, None),
    ),
    ClauseRule(
        "2.1",
        "roles",
        "that the department is controller, and the agency its processor, once a delivery has arrived",
        _roles_are(Stage.AFTER_ARRIVAL, PartyKind.DEPARTMENT, PartyKind.AGENCY),
    ),
    ClauseRule("2.2d", "law", "a law for every day from the first day of the term on", _law_has_no_gap),
    ClauseRule(
        "2.2d",
        "law",
        "the law as amended, which changed on 2018-05-25, 2021-01-01, 2026-02-05 and 2026-06-19",
        _law_changes_on_its_dates,
    ),
    ClauseRule(
        "3.1",
        "term.ends_on",
        "that an exact end lies in the printed one and rests on a document",
        _end_is_documented,
    ),
    ClauseRule(
        "3.2",
        "term.extended_to",
        "that an extension follows an exact end and rests on a document",
        _extension_is_in_writing,
    ),
    ClauseRule(
        "4.2",
        "wordings",
        "a wording for every purpose, and for each named linkage, so that every participant can be asked",
        _every_question_has_a_wording,
    ),
    ClauseRule(
        "4.2, 4.4",
        "purposes.names",
        "that linkage and re-contact say to what and by whom",
        _something_is_named,
    ),
    ClauseRule(
        "4.2, 4.4",
        "wordings",
        "that a wording names what its purpose is about",
        _every_wording_names_its_objects,
    ),
    ClauseRule(
        "4.4",
        "purposes.asked",
        "that linkage and re-contact are asked after the interview, everything else before it",
        lambda a: all(
            (p.asked is Moment.AFTER_INTERVIEW) == (p.id in (Purpose.LINKAGE, Purpose.RECONTACT)) for p in a.purposes
        ),
    ),
    ClauseRule("5", "legal_bases", "a legal basis for every kind of data on every day", _every_dataset_has_a_basis),
    ClauseRule("6", "legal_bases.basis", "a legal basis that is not labelled consent", _bases_are_no_consent),
    ClauseRule(
        "7.2a",
        "windows.refusal_full_days",
        "at least 14 full days",
        lambda a: a.windows.refusal_full_days >= 14,
    ),
    ClauseRule(
        "7.2a",
        "windows.postal_allowance_days",
        "that a letter is assumed to come on the day after posting at the earliest",
        lambda a: a.windows.postal_allowance_days >= 1,
    ),
    ClauseRule(
        "7.2a",
        "windows.records_from",
        "records collected from September 2014 on",
        lambda a: a.windows.records_from >= RECORDS_FROM,
    ),
    ClauseRule("7.2b", "windows.supply_months", "at most six months", lambda a: a.windows.supply_months <= 6),
    ClauseRule("7.2b", "batches", "batches agreed beforehand, inside the six months", _batches_are_inside_the_supply),
    ClauseRule(
        "7.2f, 13.5-13.7",
        "destruction.media_method",
        "sanitising that outlasts a laboratory: purge or destroy",
        lambda a: is_at_least(a.destruction.media_method, MediaMethod.PURGE),
    ),
    ClauseRule(
        "7.2f, 13.5-13.7",
        "evidence.years_after_declaration",
        "that proof is kept six years at most unless the controller agreed to more in a document",
        lambda a: a.evidence.years_after_declaration <= 6 or a.evidence.document_sha256 is not None,
    ),
    ClauseRule(
        "8.3",
        "containers.minimum",
        "AES-256 or better",
        lambda a: is_at_least(a.containers.minimum, Strength.AES_256),
    ),
    ClauseRule(
        "9.1e, 13.2, A3",
        "credentials.valid_months",
        "a briefing that expires, after twelve months at most",
        lambda a: 1 <= a.credentials.valid_months <= 12,
    ),
    ClauseRule(
        "9.1e, 13.2, A3",
        "credentials.topics",
        "training in the law, confidentiality, handling and this agreement",
        lambda a: set(a.credentials.topics) == set(Topic),
    ),
    ClauseRule(
        "12.1a",
        "cells.suppressed_up_to",
        "that no cell on 5 or fewer cases is released",
        lambda a: a.cells.suppressed_up_to >= 5,
    ),
    ClauseRule(
        "A6", "places.countries", "the United Kingdom and the EEA", lambda a: UK_AND_EEA.issuperset(a.places.countries)
    ),
    ClauseRule(
        "A11",
        "destruction.paper_level",
        "DIN 66399 P-4 or finer",
        lambda a: is_at_least(a.destruction.paper_level, PaperLevel.P4),
    ),
    ClauseRule(
        "A11",
        "destruction.paper_cut",
        "cross-cut shredding",
        lambda a: is_at_least(a.destruction.paper_cut, PaperCut.CROSS),
    ),
    ClauseRule(
        "A11", "destruction.is_paper_recycled", "that paper is recycled", lambda a: a.destruction.is_paper_recycled
    ),
    *(ClauseRule(d.clause, f"clocks of kind {d.kind}", d.demands, _clock_is_kept(d)) for d in CLOCK_DEMANDS),
)
"""Every demand, in the order in which they are held against a file."""
