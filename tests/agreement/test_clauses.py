"""2.5: the agreement prevails, so a setting weaker than a clause is refused at start, naming the clause."""

from hashlib import sha256

import pytest

from store.agreement.clauses import RULES
from store.agreement.loading import agreement_from
from store.errors import WeakerThanClauseError
from tests.agreement.edited import PACKAGED, edited, without, without_purpose

HASH = "ab" * 32


def _reworded(wording_id: str, old: str, new: str) -> bytes:
    """Return the file with a text changed and its hash made to match again."""
    text = PACKAGED.decode()
    head, mark, tail = text.partition(f'[[wordings]]\nid = "{wording_id}"')
    body = tail.split('"""\n', 2)[1]
    assert old in body
    changed = body.replace(old, new)
    hashes = (sha256(body.encode()).hexdigest(), sha256(changed.encode()).hexdigest())
    return (head + mark + tail.replace(body, changed, 1).replace(*hashes, 1)).encode()


def _clock(clock_id: str, old: str, new: str) -> bytes:
    return edited(f'id = "{clock_id}"', old, new)


TERM, WINDOWS, CREDENTIALS, DESTRUCTION = "\n[term]\n", "\n[windows]\n", "\n[credentials]\n", "\n[destruction]\n"

WEAKER = {
    "a take-part wording without the council": ("1.2-1.4", _reworded("take-part", "Essex County Council", "They")),
    "an assent wording without the agency": ("1.2-1.4", _reworded("young-persons-assent", "Ipsos MORI", "Somebody")),
    "a linkage wording without the department": (
        "1.2-1.4",
        _reworded("linkage", "Department for Communities and Local Government", "government"),
    ),
    "the department as controller before arrival": (
        "2.1",
        edited("[[roles]]", 'party = "council"', 'party = "department"'),
    ),
    "nobody as controller before arrival after a year": ("2.1", edited("[[roles]]", '"open"', "2016-08-31")),
    "the agency as controller after arrival": ("2.1", edited("[[roles]]", 'party = "department"', 'party = "agency"')),
    "no processor": ("2.1", without('[[roles]]\nparty = "agency"', "# -- whom to ring")),
    "a law table that begins too late": ("2.2d", edited('id = "dpa-1998"', "2000-03-01", "2015-09-02")),
    "a law table with a gap of a day": ("2.2d", edited('id = "gdpr-2018"', "2020-12-31", "2020-12-30")),
    "a law table that ends": ("2.2d", edited('id = "uk-gdpr-2026-06"', '"open"', "2030-01-01")),
    "a law that never was amended": (
        "2.2d",
        edited('id = "uk-gdpr-2026-02"', "2026-02-05", "2026-02-06").replace(
            b"to_on = 2026-02-04\nrule", b"to_on = 2026-02-05\nrule"
        ),
    ),
    "an exact end without a document": ("3.1", edited(TERM, 'ends_on = "unset"', "ends_on = 2018-10-31")),
    "a document without an exact end": (
        "3.1",
        edited(TERM, 'end_document_sha256 = "unset"', f'end_document_sha256 = "{HASH}"'),
    ),
    "an exact end after autumn": (
        "3.1",
        edited(
            TERM,
            'ends_on = "unset"\nend_document_sha256 = "unset"',
            f'ends_on = 2018-12-01\nend_document_sha256 = "{HASH}"',
        ),
    ),
    "an extension without a document": ("3.2", edited(TERM, 'extended_to = "unset"', "extended_to = 2019-03-31")),
    "an extension's document without an extension": (
        "3.2",
        edited(TERM, 'extension_document_sha256 = "unset"', f'extension_document_sha256 = "{HASH}"'),
    ),
    "an extension of an end nobody fixed": (
        "3.2",
        edited(
            TERM,
            'extended_to = "unset"\nextension_document_sha256 = "unset"',
            f'extended_to = 2019-03-31\nextension_document_sha256 = "{HASH}"',
        ),
    ),
    "no wording for linkage": (
        "4.2",
        without_purpose("linkage"),
    ),
    "a named linkage without a wording of its own": (
        "4.2",
        edited('id = "linkage"', "targets = [{", 'targets = [{ id = "nhs", name = "NHS" }, {'),
    ),
    "linkage to nothing in particular": (
        "4.2, 4.4",
        edited('id = "linkage"', '[{ id = "national-impact-study", name = "National Impact Study" }]', "[]").replace(
            b'target = "national-impact-study"', b'target = "none"'
        ),
    ),
    "a linkage wording that does not name what is linked": (
        "4.2, 4.4",
        _reworded("linkage", "National Impact Study", "study"),
    ),
    "re-contact that does not say for what": ("4.2, 4.4", _reworded("re-contact", "wave 2", "another round")),
    "re-contact asked before the interview": (
        "4.4",
        edited('id = "re-contact"', '"after-interview"', '"before-interview"'),
    ),
    "taking part asked after the interview": (
        "4.4",
        edited('id = "take-part"', '"before-interview"', '"after-interview"'),
    ),
    "no basis for the linkage extract": ("5", edited('id = "functions-1998"', ', "linkage"]', "]")),
    "no basis on the day the law changed": ("5", edited('id = "public-task-2018"', "2018-05-25", "2018-05-26")),
    "a basis labelled consent": ("6", edited('id = "public-task-2021"', "Public task", "Consent")),
    "a window of 13 days": ("7.2a", edited(WINDOWS, "refusal_full_days = 14", "refusal_full_days = 13")),
    "a letter that comes when it is posted": (
        "7.2a",
        edited(WINDOWS, "postal_allowance_days = 2", "postal_allowance_days = 0"),
    ),
    "records from August 2014": ("7.2a", edited(WINDOWS, "2014-09-01", "2014-08-31")),
    "a supply of seven months": ("7.2b", edited(WINDOWS, "supply_months = 6", "supply_months = 7")),
    "a supply of no month": ("7.2b", edited(WINDOWS, "supply_months = 6", "supply_months = 0")),
    "no batches at all": (
        "7.2b",
        without("[[batches]]", "# -- containers").replace(b"\n[[parties]]", b"batches = []\n\n[[parties]]", 1),
    ),
    "a batch after the six months": ("7.2b", edited('id = "batch-6"', "2016-03-31", "2016-04-01")),
    "a batch before the six months": ("7.2b", edited('id = "batch-1"', "2015-10-01", "2015-09-30")),
    "media that are merely cleared": ("7.2f, 13.5-13.7", edited(DESTRUCTION, '"purge"', '"clear"')),
    "proof kept for ten years on nobody's word": (
        "7.2f, 13.5-13.7",
        edited("\n[evidence]\n", "years_after_declaration = 6", "years_after_declaration = 10"),
    ),
    "AES-128": ("8.3", edited("\n[containers]\n", "AES-256", "AES-128")),
    "AES-192": ("8.3", edited("\n[containers]\n", "AES-256", "AES-192")),
    "a briefing of 13 months": ("9.1e, 13.2, A3", edited(CREDENTIALS, "valid_months = 12", "valid_months = 13")),
    "a briefing of no month": ("9.1e, 13.2, A3", edited(CREDENTIALS, "valid_months = 12", "valid_months = 0")),
    "a briefing without this agreement": (
        "9.1e, 13.2, A3",
        edited("\n[credentials]\n", ', "this-agreement"]', "]"),
    ),
    "cells of 5 released": ("12.1a", edited("\n[cells]\n", "suppressed_up_to = 5", "suppressed_up_to = 4")),
    "a server in the United States": ("A6", edited("\n[places]\n", '"GB"', '"GB", "US"')),
    "paper shredded to P-3": ("A11", edited(DESTRUCTION, '"P-4"', '"P-3"')),
    "paper cut in strips": ("A11", edited(DESTRUCTION, '"cross-cut"', '"strip-cut"')),
    "paper thrown away": ("A11", edited(DESTRUCTION, "is_paper_recycled = true", "is_paper_recycled = false")),
    "eight days for an unreadable delivery": ("8.4", _clock("unreadable-7-days", "amount = 7", "amount = 8")),
    "seven working days for an unreadable delivery": ("8.4", _clock("unreadable-7-days", '"days"', '"working-days"')),
    "a week that rolls over week-ends": ("8.4", _clock("unreadable-7-days", "rolls = false", "rolls = true")),
    "41 days under the 1998 Act": ("10, A4", _clock("subject-access-1998", "amount = 40", "amount = 41")),
    "40 days after the first": ("10, A4", _clock("subject-access-1998", '"days-inclusive"', '"days"')),
    "40 days for a request of 25 May 2018": (
        "10, A4",
        _clock("subject-access-1998", "2018-05-24", "2018-05-25").replace(
            b'from_on = 2018-05-25\nto_on = 2020-12-31\nunit = "months"',
            b'from_on = 2018-05-26\nto_on = 2020-12-31\nunit = "months"',
        ),
    ),
    "two months under the GDPR": ("10, A4", _clock("subject-access-2018", "amount = 1", "amount = 2")),
    "pauses before February 2026": ("10, A4", _clock("subject-access-2021", "may_pause = false", "may_pause = true")),
    "two months since February 2026": ("10, A4", _clock("subject-access-2026", "amount = 1", "amount = 2")),
    "31 days to acknowledge a complaint": ("10, A4", _clock("complaint-2026", "amount = 30", "amount = 31")),
    "complaints unanswered until July 2026": ("10, A4", _clock("complaint-2026", "2026-06-19", "2026-07-01")),
    "25 hours for a loss": ("14.1", _clock("loss-24-hours", "amount = 24", "amount = 25")),
    "one day for a loss": ("14.1", _clock("loss-24-hours", '"hours"\namount = 24', '"days"\namount = 1')),
    "no clock for losses after 2018": ("14.1", _clock("loss-24-hours", '"open"', "2018-11-30")),
    "73 hours to tell the Commissioner": ("2.2d, 14.1", _clock("regulator-notice-2021", "amount = 72", "amount = 73")),
    "three working days for an incident": ("A10", _clock("incident-2-working-days", "amount = 2", "amount = 3")),
    "an incident clock that begins a day late": ("A10", _clock("incident-2-working-days", "2015-09-01", "2015-09-02")),
}

STRICTER = {
    "a window of 21 days": edited(WINDOWS, "refusal_full_days = 14", "refusal_full_days = 21"),
    "a slower post": edited(WINDOWS, "postal_allowance_days = 2", "postal_allowance_days = 5"),
    "younger records": edited(WINDOWS, "2014-09-01", "2015-01-01"),
    "cells of 10 suppressed": edited("\n[cells]\n", "suppressed_up_to = 5", "suppressed_up_to = 10"),
    "12 hours for a loss": _clock("loss-24-hours", "amount = 24", "amount = 12"),
    "one working day for an incident": _clock("incident-2-working-days", "amount = 2", "amount = 1"),
    "24 hours for an incident": _clock(
        "incident-2-working-days", 'unit = "working-days"\namount = 2', 'unit = "hours"\namount = 24'
    ),
    "a month for requests under the 1998 Act": _clock(
        "subject-access-1998", 'unit = "days-inclusive"\namount = 40', 'unit = "months"\namount = 1'
    ),
    "28 days since 2026, without pauses": _clock(
        "subject-access-2026",
        'unit = "months"\namount = 1\nrolls = true\nmay_pause = true',
        'unit = "days"\namount = 28\nrolls = true\nmay_pause = false',
    ),
    "complaints acknowledged since 2015": _clock("complaint-2026", "2026-06-19", "2015-09-01"),
    "paper shredded to P-5": edited(DESTRUCTION, '"P-4"', '"P-5"'),
    "media destroyed": edited(DESTRUCTION, '"purge"', '"destroy"'),
    "a briefing of six months": edited(CREDENTIALS, "valid_months = 12", "valid_months = 6"),
    "the United Kingdom alone": without(', "AT", "BE"', "\n]\ngrants"),
    "a written grant for another country": edited(
        "\n[places]\n",
        "grants = []",
        f'grants = [{{ country = "CH", granted_on = 2016-01-05, document_sha256 = "{HASH}" }}]',
    ),
    "proof kept for ten years on the controller's word": edited(
        "\n[evidence]\n",
        "years_after_declaration = 6",
        "years_after_declaration = 10",
    ).replace(b'section 5"\ndocument_sha256 = "unset"', f'section 5"\ndocument_sha256 = "{HASH}"'.encode()),
    "an exact end with its document, and an extension with its own": edited(
        TERM,
        'ends_on = "unset"\nend_document_sha256 = "unset"\nextended_to = "unset"\nextension_document_sha256 = "unset"',
        f'ends_on = 2018-10-31\nend_document_sha256 = "{HASH}"\n'
        f'extended_to = 2019-03-31\nextension_document_sha256 = "{HASH}"',
    ),
}


@pytest.mark.parametrize("case", WEAKER)
def test_a_weaker_setting_is_refused_naming_the_clause(case: str) -> None:
    clause, raw = WEAKER[case]

    with pytest.raises(WeakerThanClauseError) as refused:
        agreement_from(raw)

    assert refused.value.clause == clause
    assert f"clause {clause}," in refused.value.message
    assert refused.value.setting in refused.value.hint


@pytest.mark.parametrize("case", STRICTER)
def test_a_stricter_setting_loads(case: str) -> None:
    agreement = agreement_from(STRICTER[case])

    assert agreement.id == "essex-2015"


def test_every_rule_of_the_table_refuses_some_file() -> None:
    refusals = []
    for _, raw in WEAKER.values():
        with pytest.raises(WeakerThanClauseError) as refused:
            agreement_from(raw)
        refusals.append(refused.value.message)

    never_refusing = {rule.demands for rule in RULES if not any(rule.demands in message for message in refusals)}

    assert never_refusing == set()
