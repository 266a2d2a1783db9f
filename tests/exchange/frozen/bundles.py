"""The made-up bundles behind the frozen files: the laptop of the journal's frozen examples, and its base.

Sealing draws random numbers, so a frozen file cannot be made again: it is kept, and has to open to these contents.
"""

from pathlib import Path

from store.exchange.bundle import BundleHeader, Direction
from store.exchange.bundle_contents import CarriedEntry, Down, Proven, Receipt, Run, Up
from store.ids import NOBODY, DeviceId
from store.keeping.checkpoint import Checkpoint, cosign, sign_checkpoint
from store.keeping.header import Header, digest_body, pack
from store.keeping.sealing import SealingKey
from store.keeping.secret import Secret
from store.keeping.tree import Frontier, consistency_path, hash_leaf, inclusion_path
from tests.keeping.frozen import example
from tests.keeping.frozen.example import BASE, BASE_KEY, COSIGNED_AT_S, COSIGNER, LAPTOP_KEY, PERSON_KEY

FOLDER = Path(__file__).parent

LAPTOP_DEVICE = DeviceId("1a0f1a0f1a0f1a0f1a0f1a0f1a0f1a0f")
BASE_DEVICE = DeviceId("ba5eba5eba5eba5eba5eba5eba5eba5e")

LAPTOP_SEED = b"a laptop of the frozen bundles 1"
BASE_SEED = b"the base of the frozen bundles 2"
LAPTOP_SEALING = SealingKey(Secret(LAPTOP_SEED))
BASE_SEALING = SealingKey(Secret(BASE_SEED))
LAPTOP_EPOCH, BASE_EPOCH = 1, 3

SENT_AT_MS = 1_446_490_800_000
"""2015-11-02T19:00:00Z."""

ORDER_SALT = bytes(range(0xC0, 0xD0))
ORDER_BODY = b'{"families":["5eed5eed5eed5eed5eed5eed5eed5eed"],"order":"0de50de50de50de50de50de50de50de5"}'

BASE_HEADERS = [
    pack(
        Header(
            journal=BASE,
            branch=0,
            n=n,
            at_ms=1_446_451_200_000 + n,  # from 2015-11-02T08:00:00Z
            staff=NOBODY,
            seen=0,
            kind="recall_ordered",
            kind_version=1,
            body_digest=digest_body(ORDER_SALT, ORDER_BODY),
        )
    )
    for n in range(3)
]
BASE_LEAVES = [hash_leaf(each) for each in BASE_HEADERS]


def base_note(size: int) -> bytes:
    frontier = Frontier()
    frontier.extend(BASE_LEAVES[:size])
    return sign_checkpoint(Checkpoint(BASE, 0, size, frontier.root()), BASE_KEY)


def laptop_entry(n: int, salt: bytes | None, body: bytes | None) -> CarriedEntry:
    return CarriedEntry(example.HEADERS[n], PERSON_KEY.sign(example.HEADERS[n]), salt, body)


UP_HEADER = BundleHeader(
    Direction.UP,
    True,
    LAPTOP_DEVICE,
    BASE_DEVICE,
    number=2,
    to_epoch=BASE_EPOCH,
    from_epoch=LAPTOP_EPOCH,
    sealing_key=LAPTOP_SEALING.public,
)
UP = Up(
    runs=(
        Run(
            checkpoint=sign_checkpoint(example.head(), LAPTOP_KEY),
            branch=0,
            first=example.PROVED,
            entries=(
                laptop_entry(4, example.SALT, example.BODY),
                laptop_entry(5, None, None),
                laptop_entry(6, bytes([6]) * 16, b"{}"),
            ),
        ),
    ),
    heard=base_note(2),
    release="0.1.0",
    sent_at_ms=SENT_AT_MS,
    unsent_count=0,
)

DOWN_HEADER = BundleHeader(
    Direction.DOWN,
    True,
    BASE_DEVICE,
    LAPTOP_DEVICE,
    number=5,
    to_epoch=LAPTOP_EPOCH,
    from_epoch=BASE_EPOCH,
    sealing_key=BASE_SEALING.public,
)
DOWN = Down(
    checkpoint=base_note(3),
    first=1,
    consistency=((2, tuple(consistency_path(2, 3, example.lookup(BASE_LEAVES)))),),
    receipts=(
        Receipt(
            note=cosign(sign_checkpoint(example.head(), LAPTOP_KEY), COSIGNER.name, BASE_KEY, COSIGNED_AT_S),
            backed_up_size=4,
        ),
    ),
    carried=(
        Proven(
            n=1,
            entry=CarriedEntry(BASE_HEADERS[1], PERSON_KEY.sign(BASE_HEADERS[1]), ORDER_SALT, ORDER_BODY),
            path=tuple(inclusion_path(1, 3, example.lookup(BASE_LEAVES))),
        ),
    ),
    release="0.1.0",
    sent_at_ms=SENT_AT_MS,
    ahead_ms=-346_982_400_000,
)


def frozen(name: str) -> bytes:
    return (FOLDER / name).read_bytes()
