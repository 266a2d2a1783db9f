"""The six words: what two people read to each other so that two devices know whom they trust.

Owns the list, how the words follow from a ticket and its answer, and how typed ones are compared. Refuses to own what
follows from a comparison (enrolment). FORMAT.md, "Six words".

Whoever carries the files could give the laptop a ticket of their own, and base an answer of their own. Then base and
laptop hold different pairs, and the words differ unless the forger finds a pair with the words the laptop shows. The
laptop draws fresh keys after it has the ticket, so those words are settled only once it has answered, and every try is
bound to base's own ticket: nothing can be searched beforehand, nor for many laptops at once. Six words carry 48 bits;
2**48 tries, each an Argon2id of 64 MiB and three passes (about half a second of four cores), take one machine some four
million years. Base is given one guess: words that differ end the ticket.
"""

import hashlib
import re
from typing import Final

from store.errors import WordsFormError
from store.keeping.key_derivation import KdfCost, derive
from store.keeping.passphrases import Passphrase

Words = tuple[str, ...]
"""Six of `LIST`, in their order."""

COUNT: Final = 6

COST: Final = KdfCost(memory_kib=64 * 1024, passes=3, lanes=4)
"""What the words of a real ticket cost; part of the format, for both devices have to pay the same.

Source: RFC 9106, 4, second recommended option.
"""

PRACTICE_COST: Final = KdfCost(memory_kib=64, passes=1, lanes=1)
"""Nobody is kept out of a practice store, and an exercise does not wait."""

_WORDS: Final = """
    acorn acrobat afternoon airport album alphabet ambulance anchor ankle apron aquarium armchair artist autumn
    badge bakery balloon bamboo banjo barrel basket beacon bicycle blossom bonnet bottle brick bubble butter cabbage
    cactus camera castle cedar celery cherry chimney circle clover cobweb coffee comet copper cotton crayon cricket
    crystal cucumber cupboard curtain cushion daffodil dancer denim diamond doctor dolphin donkey drawer dustpan
    eagle echo eclipse elbow elephant emerald engine envelope escalator evergreen fabric falcon feather fence fiddle
    finger flamingo flute folder forest fossil fountain freckle fridge furnace gallery garden giraffe glacier globe
    goblet granite grocer guitar haddock hammer harbour hedgehog helmet hippo holiday hotel iceberg insect invite
    island ivory jamboree jelly jigsaw journal jubilee juice jungle kangaroo kayak kennel keyboard kitchen kiwi
    koala ladder lantern laptop lavender lemon lettuce library lilac linen lizard lobster locket lorry luggage
    machine magnet mailbox marble meadow mermaid midnight mirror mitten morning muffin museum napkin nectar needle
    nickel north notebook nugget nutmeg oatmeal ocean octopus office omelette onion opera orange orbit orchid
    ostrich oxygen palace panda parrot pelican pencil piano picnic pigeon pillow pizza planet potato prism pudding
    pumpkin purple python quarry quilt rabbit radio rafter raincoat raspberry raven rectangle reindeer ribbon
    rucksack sandwich sapphire saxophone scissors scooter seagull signal silver sketch slipper snow spanner square
    stadium submarine sugar sunset sycamore syrup tadpole tapestry teapot telescope temple tennis terrace theatre
    thistle thunder timber toast tortoise tractor trolley trumpet tulip umbrella uniform vacuum vanilla video
    village vinegar violin visitor volcano voyage waffle wagon waistcoat walnut wardrobe welcome whisper window wolf
    wombat yesterday zebra zigzag
"""

LIST: Final = tuple(_WORDS.split())
"""256 words, one for each byte: no two begin with the same three letters, or sound alike, or are one slip apart."""

_SALT: Final = b"doorstep/words/1"
_FORGIVEN: Final = re.compile(r"[\s,-]+")


def six_words(ticket: bytes, answer: bytes, cost: KdfCost) -> Words:
    """Return the words of a ticket and an answer.

    Args:
        ticket: SHA-256 of the ticket's file, 32 bytes.
        answer: SHA-256 of the answer's file, 32 bytes.
        cost: `COST`, or `PRACTICE_COST` for a practice ticket.

    Raises:
        KdfMemoryError: This machine has not that much memory free.
    """
    both = Passphrase(bytearray(hashlib.sha256(ticket + answer).digest()))
    return tuple(LIST[byte] for byte in derive(both, _SALT, cost)[:COUNT])


def digest_of(words: Words) -> str:
    """Return what a journal calls the words by: SHA-256 in hex."""
    return hashlib.sha256(" ".join(words).encode("ascii")).hexdigest()


def read_words(typed: str) -> Words:
    """Return what somebody typed as six words; capitals, spaces, commas and hyphens do not matter.

    A word that no laptop can show is a slip of whoever typed, and is told as one: it gives nothing away.

    Raises:
        WordsFormError: They are not six, or one of them is not on the list.
    """
    words = tuple(word for word in _FORGIVEN.split(typed.lower()) if word)
    if len(words) != COUNT:
        raise WordsFormError(None)
    for place, word in enumerate(words, start=1):
        if word not in LIST:
            raise WordsFormError(place)
    return words
