"""7.2d, 7.2e: councils that count as one have a second wave each: every family is in one, by whose delivery it came."""

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from store.agreement.purposes import DatasetKind, Purpose
from store.exchange.intake.arriving import Asked
from store.exchange.wave_two.gates import selection_of_council
from store.exchange.wave_two.resupply import laid_out, resupply
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.acts.terms.exchange import RowDecision
from store.keeping.acts.terms.families import FamilyLock
from store.keeping.store import Store
from tests.exchange import wrapped
from tests.exchange.enrolled import enrolled
from tests.exchange.test_intake import asked, family, of_kent, take
from tests.exchange.wave_two.delivered import council
from tests.exchange.wave_two.test_updating import second
from tests.fieldwork import doings
from tests.made import opened


@pytest.fixture
def base(tmp_path: Path) -> Iterator[Store]:
    with opened(enrolled(tmp_path).base) as store:
        yield store


def supplied_by(store: Store, name: str) -> dict[str, FamilyId]:
    """Return the families that came in deliveries of a council, by its id of each."""
    rows = store.rows(
        "SELECT council_reference, family FROM family JOIN supplied USING (family) JOIN delivery USING (delivery)"
        " WHERE council = ?",
        (name,),
    )
    return {reference: FamilyId(each) for reference, each in rows}


def agrees(store: Store, *families: FamilyId) -> None:
    for each in families:
        ((carer,),) = store.rows("SELECT person FROM person WHERE family = ? AND role = 'main_carer'", (each,))
        store.record(doings.consent(each, carer, Purpose.RECONTACT, ConsentDecision.GIVEN))


def updates(store: Store, name: str, leave_out: str = "", change: Callable[[dict[str, str]], object] = dict) -> Asked:
    """Return what a council sent back returns, all of it but one family."""
    table = csv.DictReader(io.StringIO(laid_out(store, name).content.decode("utf-8-sig")))
    into = io.StringIO()
    writer = csv.DictWriter(into, [*(table.fieldnames or ()), "Programme status"])
    writer.writeheader()
    for row in table:
        change(row)
        if row["family_id"] != leave_out:
            writer.writerow({**row, "Programme status": "On programme"})
    return Asked(wrapped.zipped(into.getvalue().encode()), DatasetKind.UPDATES, name, wrapped.told, second=second)


def sent_back(store: Store, folder: Path, name: str) -> None:
    resupply(store, name, folder / f"back to {name}", council(store, name, name))


def test_whoever_one_council_leaves_out_is_not_let_go_of_the_other_that_supplied_them(
    base: Store, tmp_path: Path
) -> None:
    """Both tables name the family; the wave it is of is that of the council whose delivery brought it."""
    take(base, asked(*map(family, range(6))))
    take(base, replace(of_kent(asked(*map(family, range(9)))), gone=RowDecision.KEEP))
    essex, kent = supplied_by(base, "Essex"), supplied_by(base, "Kent")
    assert (len(essex), len(kent)) == (6, 3)
    agrees(base, essex["ECC-1"], essex["ECC-2"], kent["ECC-7"])
    for name in ("Essex", "Kent"):
        sent_back(base, tmp_path, name)

    take(base, replace(updates(base, "Kent", leave_out="ECC-1"), gone=RowDecision.REMOVE))
    take(base, updates(base, "Essex"))

    chosen = [selection_of_council(base, name) for name in ("Essex", "Kent")]
    assert [set(each.families) for each in chosen if each] == [{essex["ECC-1"], essex["ECC-2"]}, {kent["ECC-7"]}]
    assert {each for (each,) in base.rows("SELECT family FROM supplied")} == {
        essex["ECC-1"], essex["ECC-2"], kent["ECC-7"],
    }  # fmt: skip


def test_what_a_council_changed_is_kept_of_its_own_family_where_both_supplied_it(base: Store, tmp_path: Path) -> None:
    take(base, asked(*map(family, range(3))))
    moved = asked(*(family(n).replace("CM1", "ME1") for n in range(3)))
    take(base, replace(moved, council="Kent", out_of_schedule="Agreed by letter"))
    base.record(acts.CouncilsJoined(delivery="a" * 32, council="Kent", other_council="Essex", reason="One by now"))
    essex, kent = supplied_by(base, "Essex"), supplied_by(base, "Kent")
    base.record(doings.lock(essex["ECC-1"]), doings.lock(essex["ECC-1"], FamilyLock.OPEN))
    agrees(base, kent["ECC-1"])
    sent_back(base, tmp_path, "Kent")

    outcome = take(base, updates(base, "Kent", change=lambda row: row.update(first_name="Zed")))

    assert (outcome.counts.supplied, outcome.left_out_count) == (1, 2)
    assert base.rows("SELECT first_names FROM person WHERE family = ?", (kent["ECC-1"],)) == [("Zed",)]
