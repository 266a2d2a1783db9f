"""What sealing and opening a bundle costs beside the canonical JSON, the compression and the one HPKE call in it."""

import json
import os
import zlib
from hashlib import sha256
from itertools import cycle, islice

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from store.agreement.purposes import Purpose
from store.exchange.bundle import HEADER_BYTES, BundleHeader, Direction, seal_bundle
from store.exchange.bundle_contents import CarriedEntry, Run, Up, write_contents
from store.fieldwork import made_up
from store.ids import DeviceId, FamilyId, JournalId, PersonId, StaffId, new_id
from store.keeping import canonical
from store.keeping.acts import Act, AttemptRecorded, ConsentRecorded
from store.keeping.acts.attempts import AttemptTold
from store.keeping.acts.catalogue import dump
from store.keeping.acts.consents import LawTold, WordingShown
from store.keeping.acts.terms.attempts import AttemptMode, AttemptResult, Wave
from store.keeping.acts.terms.consents import ConsentDecision, ConsentMode, ExpressedBy, Interpreting, KeyedBy
from store.keeping.checkpoint import Checkpoint, sign_checkpoint
from store.keeping.header import SALT_BYTES, Header, digest_body, pack
from store.keeping.sealing import SealingKey, seal
from store.keeping.secret import Secret
from store.keeping.signing_keys import SIGNATURE_BYTES
from tests.benchmarks.measuring import Result, side_by_side
from tests.benchmarks.stores import view
from tests.exchange.opened import open_bundle

TARGET = 1.3
FAMILIES = 60
AT_MS = 1_446_454_800_000

DEVICE = Ed25519PrivateKey.from_private_bytes(b"a made-up laptop of a benchmark1")
PERSON = Ed25519PrivateKey.from_private_bytes(b"a made-up person of a benchmark1")
BASE = SealingKey(Secret(b"the made-up base of a benchmark1"))


def run(*, is_quick: bool = False) -> list[Result]:
    """Measure a laptop's day, and what a long time away brings; quickly, a few acts."""
    if is_quick:
        return _of(30, rounds=1, each=1)
    return [*_of(300, rounds=40, each=5), *_of(10_000, rounds=15, each=1)]


def _of(acts: int, rounds: int, each: int) -> list[Result]:
    contents = _up(acts)
    ids = DeviceId(new_id()), DeviceId(new_id())
    header = BundleHeader(Direction.UP, True, *ids, number=1, to_epoch=1, from_epoch=1, sealing_key=BASE.public)
    raw = seal_bundle(header, contents, BASE.public, DEVICE)
    outside, sealed = raw[:HEADER_BYTES], raw[HEADER_BYTES:-SIGNATURE_BYTES]
    plain = write_contents(contents)
    value, sender = json.loads(plain), DEVICE.public_key()
    medians = side_by_side(
        {
            "seal": lambda _: seal_bundle(header, contents, BASE.public, DEVICE),
            "bare seal": lambda _: seal(zlib.compress(canonical.dumps(value)), BASE.public, outside),
            "open": lambda _: open_bundle(raw, BASE, sender),
            "bare open": lambda _: canonical.loads(zlib.decompress(BASE.open(sealed, outside)), len(plain), 8),
        },
        rounds,
        each,
    )
    ms = {name: median * 1e3 for name, median in medians.items()}
    size = f"{len(plain):,} bytes, {len(raw):,} in the file"
    return [
        Result(f"seal a bundle of {acts:,} acts", TARGET, ms["seal"], ms["bare seal"], "ms", size),
        Result(f"open a bundle of {acts:,} acts", TARGET, ms["open"], ms["bare open"], "ms"),
    ]


def _up(acts: int) -> Up:
    """Return a run of what a laptop does: of each family two views, an attempt and two answers, over and over."""
    families = [each.family for each in made_up.families(FAMILIES, delivery=new_id())]
    day = [act for family in families for act in (view(family), attempt(family), *consents(family), view(family))]
    journal, staff = JournalId(new_id()), StaffId(new_id())
    entries = []
    for n, act in enumerate(islice(cycle(day), acts)):
        salt, body = os.urandom(SALT_BYTES), dump(act)
        header = Header(journal, 0, n, AT_MS + n, staff, 19, act.kind, act.version, digest_body(salt, body))
        entries.append(CarriedEntry(pack(header), PERSON.sign(pack(header)), salt, body))
    note = sign_checkpoint(Checkpoint(journal, 0, acts, sha256(b"a root").digest()), DEVICE)
    return Up((Run(note, 0, 0, tuple(entries)),), None, "0.1.0", AT_MS, 0)


def attempt(family: FamilyId) -> Act:
    told = AttemptTold(
        at_ms=AT_MS,
        utc_offset_min=0,
        is_late=False,
        mode=AttemptMode.VISIT,
        result=AttemptResult.COMPLETE_INTERVIEW,
        reason=None,
        met=(PersonId(new_id()),),
        met_description=None,
        others_present=(),
        respondents=(),
        household_code="110",
        household_group=None,
        next_appointment=None,
        sheet=None,
        note="Side door; the bell does not work.",
    )
    return AttemptRecorded(
        attempt=new_id(), family=family, wave=Wave.ONE, number=1, interviewer=StaffId(new_id()), told=told
    )


def consents(family: FamilyId) -> list[Act]:
    law = LawTold(
        controller="The department, once the data has arrived",
        processor="The survey agency",
        legal_basis="public-task",
        citation="the Act that applies on the day",
        retention="Until the end of the agreement",
        how_to_stop="Ring the number on the leaflet and give the code written there.",
    )
    shown = WordingShown(
        wording="data-linkage",
        wording_version=1,
        language="en",
        digest="ab" * 32,
        shown_digest="cd" * 32,
        leaflet="families",
        leaflet_version=1,
        shown_s=41,
        read_to_end=True,
    )
    return [
        ConsentRecorded(
            record=new_id(),
            follows=None,
            family=family,
            person=PersonId(new_id()),
            wave=Wave.ONE,
            ceremony=new_id(),
            purpose=purpose,
            target=None,
            decision=ConsentDecision.GIVEN,
            not_asked_reason=None,
            reason=None,
            delete_answers=None,
            wording=shown,
            mode=ConsentMode.READ_ALOUD,
            keyed_by=KeyedBy.INTERVIEWER,
            interviewer=StaffId(new_id()),
            credential=None,
            expressed_by=ExpressedBy.PERSON,
            guardian=None,
            permission=None,
            age_years=41,
            capacity_concern=False,
            capacity_note=None,
            interpreting=Interpreting.NONE,
            interpreter_name=None,
            witness_name=None,
            others_present=(),
            privacy_offered=True,
            at_ms=AT_MS,
            utc_offset_min=0,
            law=law,
            receipt_code=None,
            sheet=None,
        )
        for purpose in (Purpose.LINKAGE, Purpose.RECONTACT)
    ]
