"""What `status --agreement` prints comes from here, so that the command holds no rule."""

from datetime import UTC, date, datetime

import pytest

from store.agreement import describe, load_agreement, open_questions
from store.agreement.description import Row
from store.agreement.lifetime import EndTold, TermEnd
from store.agreement.loading import agreement_from
from tests.agreement.edited import edited

FAULTS = {"A2", "15", "16.1", "3.1", "7.2f, 13.5-13.7, A2", "14.1, A10", "9.1d, A7", "6", "7.2e", "13.3-13.7"}


def rows(title: str) -> dict[str, Row]:
    (section,) = [section for section in describe(load_agreement()) if section.title == title]
    return {row.label: row for row in section.rows}


def test_every_fault_of_the_agreement_is_shown_with_what_doorstep_does() -> None:
    agreement = load_agreement()
    shown = rows("Faults of the agreement")

    assert {fault.where for fault in agreement.faults} == FAULTS == set(shown)
    assert all(fault.doorstep in shown[fault.where].value for fault in agreement.faults)
    assert all(fault.wrong in shown[fault.where].value for fault in agreement.faults)


def test_the_terms_are_shown_under_their_clauses() -> None:
    protection, windows = rows("Protection"), rows("Windows and batches")

    assert (protection["Cells"].value, protection["Cells"].clause) == ("suppressed on 5 cases or fewer", "12.1a")
    assert (protection["Containers"].value, protection["Containers"].clause) == ("AES-256 or better", "8.3")
    assert windows["To refuse"] == Row("To refuse", "14 full days after assumed receipt", "7.2a")
    assert rows("Term")["Last day on which data is loaded"].value == "2018-08-31"
    assert rows("Destruction and evidence")["Paper"].value == "DIN 66399 P-4, cross-cut, recycled"


@pytest.mark.parametrize(
    ("cause", "given_on", "said"),
    [
        (None, None, "extended in writing to 2019-03-31, recorded on 2016-01-04"),
        (
            TermEnd.ONE_MONTH_NOTICE,
            date(2016, 1, 2),
            "ended by the notice of 2016-01-02: 2019-03-31, recorded on 2016-01-04",
        ),
        (
            TermEnd.IMMEDIATE_NOTICE,
            date(2016, 1, 4),
            "ended at once by the notice of 2016-01-04: 2019-03-31, recorded on 2016-01-04",
        ),
        (TermEnd.RAN_OUT, None, "ran out: 2019-03-31, recorded on 2016-01-04"),
    ],
)
def test_what_was_recorded_since_counts_in_place_of_the_file(
    cause: TermEnd | None, given_on: date | None, said: str
) -> None:
    """3.2, 18."""
    told = EndTold(date(2019, 3, 31), cause, datetime(2016, 1, 4, 9, tzinfo=UTC), given_on)

    shown = {section.title: section.rows for section in describe(load_agreement(), told)}

    term = {row.label: row.value for row in shown["Term"]}
    assert term["Recorded since"] == said
    assert term["Last day on which data is loaded"] == "2019-03-31"
    assert "term.ends_on" not in {row.label for row in shown["Still to be asked for"]}


def test_every_table_of_the_file_is_shown_row_by_row() -> None:
    agreement = load_agreement()
    shown = {section.title: len(section.rows) for section in describe(agreement)}

    assert shown["Clocks"] == len(agreement.clocks)
    assert shown["Law by date"] == len(agreement.law)
    told = len(agreement.purposes) + len(agreement.wordings) + len(agreement.leaflets) + 1
    assert shown["Purposes and wordings"] == told
    assert shown["Windows and batches"] == 4 + len(agreement.batches)


def test_what_is_still_to_be_asked_for_is_listed_until_it_is_answered() -> None:
    before = {row.label for row in open_questions(load_agreement())}

    answered = agreement_from(
        edited(
            "\n[term]\n",
            'ends_on = "unset"\nend_document_sha256 = "unset"',
            f'ends_on = 2018-10-31\nend_document_sha256 = "{"ab" * 32}"',
        )
    )
    after = {row.label for row in open_questions(answered)}

    assert before - after == {"term.ends_on"}
    assert "contacts[department-representative]" in after
    assert "datasets[eligibility]" in after


def test_a_contact_with_a_name_and_no_way_to_reach_it_is_still_to_be_asked_for() -> None:
    named = agreement_from(edited('id = "agency-incidents"', 'name = "unset"', 'name = "Duty Desk"'))

    assert "contacts[agency-incidents]" in {row.label for row in open_questions(named)}


def test_a_contact_that_was_asked_for_is_shown_but_never_in_a_repr() -> None:
    agreement = agreement_from(
        edited(
            'id = "agency-incidents"',
            'name = "unset"\ntelephone = "unset"',
            'name = "Duty Desk"\ntelephone = "020 7946 0123"',
        )
    )

    shown = [row for section in describe(agreement) for row in section.rows if "Duty Desk" in row.value]

    assert [row.value for row in shown] == ["Duty Desk, 020 7946 0123"]
    assert "7946" not in repr(agreement)
    assert "7946" not in repr(shown)
    assert "contacts[agency-incidents]" not in {row.label for row in open_questions(agreement)}
