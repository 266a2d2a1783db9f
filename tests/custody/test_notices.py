"""Who was told of an incident is what stops its clocks; closing needs everybody told, or a reason (14.1, 14.3, A10)."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from store.agreement.deadlines import ClockKind
from store.custody.clocks import clocks_about, running
from store.custody.incidents import following, notices
from store.custody.incidents.known import Incident, actions_of, incident_named, news_of, notices_of
from store.custody.incidents.notices import Whom
from store.custody.incidents.raising import IncidentEntered, raise_incident
from store.custody.incidents.record import record_of, text_of
from store.errors import IncidentClosedError, LineFormError, NoticesOwedError, StillAheadError, ToldTooEarlyError
from store.keeping.acts.terms.incidents import ClockEnd, IncidentEnd, IncidentKind, NoticeChannel, NoticeMatter, Risk
from store.keeping.store import Store
from tests.exchange.exchanging import Exchange
from tests.made import MachineTime, opened, store

__all__ = ["store"]


@pytest.fixture
def incident(store: Store) -> Incident:
    raise_incident(store, IncidentEntered(IncidentKind.DEVICE_LOST, "left on the bus", "Chelmsford"))
    return incident_named(store, running(store)[0].about_id)


def tell(store: Store, incident: Incident, whom: Whom) -> set[ClockKind]:
    stopped = notices.record_told(store, incident, whom, "Somebody on duty", NoticeChannel.TELEPHONE)
    return {each.kind for each in stopped}


def test_the_24_hours_stop_once_both_were_told_and_the_two_working_days_with_the_department(
    store: Store, incident: Incident
) -> None:
    assert tell(store, incident, Whom.DEPARTMENT) == {ClockKind.INCIDENT}
    assert [each.kind for each in running(store)] == [ClockKind.LOSS]
    assert tell(store, incident, Whom.COMMISSIONER) == {ClockKind.LOSS}

    assert running(store) == []
    assert all(each.is_in_time for each in clocks_about(store, incident.incident))
    assert [each.matter for each in notices_of(store, incident.incident)].count(NoticeMatter.LOSS) == 1


def test_the_other_way_round_it_is_the_department_that_stops_both(store: Store, incident: Incident) -> None:
    assert tell(store, incident, Whom.COMMISSIONER) == set()
    assert tell(store, incident, Whom.DEPARTMENT) == {ClockKind.LOSS, ClockKind.INCIDENT}


def test_telling_somebody_again_makes_nothing_late(store: Store, incident: Incident, machine_time: MachineTime) -> None:
    tell(store, incident, Whom.DEPARTMENT)
    first = store.now()
    machine_time.move(hours=30)
    tell(store, incident, Whom.DEPARTMENT)

    notices.record_told(store, incident, Whom.COMMISSIONER, "Somebody", NoticeChannel.EMAIL, first)

    assert all(each.is_in_time for each in clocks_about(store, incident.incident))


@pytest.mark.parametrize(
    ("moved", "refusal"), [(timedelta(minutes=5), StillAheadError), (-timedelta(minutes=5), ToldTooEarlyError)]
)
def test_nobody_is_told_before_it_was_noticed_or_later_than_now(
    store: Store, incident: Incident, moved: timedelta, refusal: type[Exception]
) -> None:
    at = store.now() + moved
    with pytest.raises(refusal):
        notices.record_told(store, incident, Whom.DEPARTMENT, "Somebody", NoticeChannel.EMAIL, at)

    assert len(running(store)) == 2


def test_a_draft_tells_what_is_known_and_counts_families(store: Store, incident: Incident) -> None:
    text = notices.draft_notice(store, incident, Whom.DEPARTMENT)

    for said in ("left on the bus", "Chelmsford", "clause 14.1", "point 10", incident.incident[:8], "device lost"):
        assert said in text
    drafted = notices_of(store, incident.incident)
    assert [each.at for each in drafted] == [None, None]
    assert "Information Commissioner" in notices.draft_notice(store, incident, Whom.COMMISSIONER)


def test_what_others_saw_is_not_written_as_something_that_was_supervised(store: Store) -> None:
    raise_incident(store, IncidentEntered(IncidentKind.OVERSEEN, "a list lay open"))
    seen = incident_named(store, running(store)[0].about_id)

    texts = [notices.draft_notice(store, seen, Whom.DEPARTMENT), text_of(record_of(store, seen))]

    assert all("seen by others" in text and "overseen" not in text for text in texts)


def test_one_is_not_closed_while_somebody_has_to_be_told(store: Store, incident: Incident) -> None:
    with pytest.raises(NoticesOwedError) as refused:
        following.close_incident(store, incident, IncidentEnd.RECOVERED, "it fell out of a bag", "Somebody")
    assert refused.value.clocks_count == 2

    following.close_incident(
        store, incident, IncidentEnd.NO_BREACH, "it was in the car", "Somebody", no_longer_due="it was never lost"
    )

    ended = incident_named(store, incident.incident)
    assert (ended.end, ended.root_cause) == (IncidentEnd.NO_BREACH, "it was in the car")
    assert {each.end for each in clocks_about(store, incident.incident)} == {ClockEnd.NO_LONGER_DUE}
    with pytest.raises(IncidentClosedError):
        following.assess(store, ended, Risk.LOW)


def test_what_is_learnt_and_agreed_stands_in_the_record(store: Store, incident: Incident) -> None:
    following.assess(store, incident, Risk.HIGH, "it was not locked", "a bag without a strap")
    following.agree_action(store, incident, "bags with straps", agreed_by="Somebody", due_on=date(2015, 12, 1))
    tell(store, incident, Whom.DEPARTMENT)

    known = incident_named(store, incident.incident)
    record = record_of(store, known)
    text = text_of(record)

    assert (known.risk, known.root_cause) == (Risk.HIGH, "a bag without a strap")
    assert news_of(store, known.incident) == ["it was not locked"]
    assert [each.due_on for each in actions_of(store, known.incident)] == [date(2015, 12, 1)]
    assert record["actions"][0]["what"] == "bags with straps"
    for said in ("bags with straps", "it was not locked", "Somebody on duty", "duty done, in time", "device lost"):
        assert said in text


def test_what_was_told_makes_no_line_of_its_own(store: Store, incident: Incident) -> None:
    told = replace(incident, what="left there\x85Risk: low", place="a bus\u2028Risk: low", root_cause="none\nRisk: low")

    for text in (text_of(record_of(store, told)), notices.draft_notice(store, told, Whom.DEPARTMENT)):
        assert "Risk: low" in text
        assert "Risk: low" not in text.splitlines()


@pytest.mark.parametrize("line", ["", "two\nlines", "x" * 201])
def test_a_line_that_cannot_be_kept_is_refused(store: Store, incident: Incident, line: str) -> None:
    with pytest.raises(LineFormError):
        following.agree_action(store, incident, line)
    with pytest.raises(LineFormError):
        notices.record_told(store, incident, Whom.DEPARTMENT, line, NoticeChannel.EMAIL)


def test_an_action_is_not_done_on_a_day_that_is_still_ahead(store: Store, incident: Incident) -> None:
    with pytest.raises(StillAheadError):
        following.agree_action(store, incident, "bags", done_on=date(2015, 12, 1))


def test_what_base_told_stops_the_clocks_on_the_laptop_that_raised_it(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    with exchange.laptop.open() as laptop:
        raise_incident(laptop, IncidentEntered(IncidentKind.OVERSEEN, "on a train"))
    exchange.sync()

    with opened(exchange.base) as base:
        found = incident_named(base, running(base)[0].about_id)
        for whom in Whom:
            tell(base, found, whom)
        assert running(base) == []
    exchange.sync()

    with exchange.laptop.open() as laptop:
        assert running(laptop) == []
        assert all(each.is_in_time for each in clocks_about(laptop, found.incident))
