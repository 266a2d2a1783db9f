"""What was destroyed and comes back, from a laptop or an old copy of base, is destroyed again (7.2f, 13.5)."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from store import errors
from store.custody.destruction.write_offs import written_off
from store.exchange.destroying import deciding, doing
from store.exchange.destroying.again import meant_by
from store.exchange.destroying.certifying import certify
from store.exchange.destroying.known import destruction_named
from store.exchange.destroying.writing_off import Gone, write_off
from store.exchange.succession import succeed
from store.keeping.acts.terms.destruction import WriteOffMatter
from store.keeping.attested import check_attested
from tests.exchange.destroying.test_doing import destroy, nobody, second
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, everything_in, hold
from tests.faults.practice import incident

REFERENCE = DELIVERED[0].council_reference


def test_a_laptop_that_was_written_off_and_comes_back_brings_nothing_back(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:1])
    exchange.sync()
    with exchange.at_base() as base:
        deciding.decide(base, deciding.of_families(FAMILIES[:1]), nobody)
        base.record(incident(base.keys.person.staff))
        ((lost,),) = base.rows("SELECT incident FROM incident")
        write_off(base, Gone(WriteOffMatter.DEVICE, "laptop"), lost, "Left in a taxi.", second)
        doing.go_on(base)
        assert REFERENCE not in everything_in(base)
    exchange.laptop.correct(FAMILIES[0], "Found again behind the seat.")
    exchange.sync()
    with exchange.at_base() as base:
        assert "Found again behind" in everything_in(base)
        assert [each.has_come_back for each in written_off(base)] == [True]

        doing.go_on(base)

        assert "Found again behind" not in everything_in(base)
        epoch = base.sidecar.epoch
        doing.go_on(base)
        assert base.sidecar.epoch == epoch
        hold(base)
    exchange.sync()
    assert exchange.laptop.held() == set()  # it was ordered to, for the day it came back


def test_an_old_copy_of_base_is_refused_and_destroyed_again_by_the_certificate(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[3:4])
    exchange.sync()
    shutil.copytree(exchange.base, tmp_path / "copy")
    with exchange.at_base() as base:
        order = destroy(base, deciding.of_families(FAMILIES[:2]))
        raw = certify(base, destruction_named(base, order))
        assert meant_by(base, check_attested(raw)).families == ()
    exchange.give(FAMILIES[4:5])
    exchange.sync()  # the laptop has heard of a later head
    shutil.rmtree(exchange.base)
    shutil.copytree(tmp_path / "copy", exchange.base)
    exchange.laptop.correct(FAMILIES[3], "So that it has something to tell.")
    exchange.sync_laptop()
    with pytest.raises(errors.StoreBehindError):
        exchange.sync_base()
    with exchange.at_base() as base:
        assert base.frozen is not None
        succeed(base, second())

    with exchange.at_base() as base:
        meant = meant_by(base, check_attested(raw))
        assert list(meant.families) == sorted(FAMILIES[:2])
        destroy(base, meant)

        assert REFERENCE not in everything_in(base)
        hold(base)


def test_a_certificate_of_another_base_destroys_nothing(tmp_path: Path) -> None:
    with Exchange(tmp_path).at_base() as base:
        order = destroy(base, deciding.of_families(FAMILIES[:1]))
        told = check_attested(certify(base, destruction_named(base, order)))
        other = replace(told, entry=replace(told.entry, log_key=bytes(32)))
        with pytest.raises(errors.CertificateElsewhereError):
            meant_by(base, other)
