"""The six words: a list for the ear, words that follow from both files, and what typing is forgiven."""

import hashlib
from itertools import combinations

import pytest
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from hypothesis import given
from hypothesis import strategies as st

from store.errors import WordsFormError
from store.exchange.words import COST, COUNT, LIST, PRACTICE_COST, digest_of, read_words, six_words
from store.keeping.key_derivation import FLOOR, KdfCost

TICKET, ANSWER = hashlib.sha256(b"ticket").digest(), hashlib.sha256(b"answer").digest()
SOUNDS = (("ph", "f"), ("ck", "k"), ("qu", "kw"), ("wh", "w"), ("kn", "n"), ("ce", "se"), ("ci", "si"), ("cy", "si"))


def distance(one: str, other: str) -> int:
    """Return how many letters have to be put in, left out or changed."""
    before = list(range(len(other) + 1))
    for i, left in enumerate(one, start=1):
        row = [i]
        for j, right in enumerate(other, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (left != right)))
        before = row
    return before[-1]


def sound(word: str) -> str:
    """Return roughly how a word sounds: its consonants, alike ones alike, doubled ones once."""
    for written, heard in (*SOUNDS, ("c", "k"), ("z", "s"), ("x", "ks")):
        word = word.replace(written, heard)
    consonants = [letter for letter in word if letter not in "aeiouy"]
    return word[0] + "".join(b for a, b in zip(["", *consonants], consonants, strict=False) if a != b)


def test_there_is_a_word_for_every_byte() -> None:
    assert len(LIST) == len(set(LIST)) == 256
    assert list(LIST) == sorted(LIST)
    assert all(word.isascii() and word.isalpha() and word.islower() and 4 <= len(word) <= 9 for word in LIST)


def test_no_two_words_begin_alike_sound_alike_or_are_one_slip_apart() -> None:
    assert len({word[:3] for word in LIST}) == 256
    assert len({sound(word) for word in LIST}) == 256
    assert all(distance(one, other) >= 3 for one, other in combinations(LIST, 2))


def test_the_words_are_those_of_the_format() -> None:
    argon = Argon2id(salt=b"doorstep/words/1", length=32, iterations=1, lanes=1, memory_cost=64)
    drawn = argon.derive(hashlib.sha256(TICKET + ANSWER).digest())

    assert six_words(TICKET, ANSWER, PRACTICE_COST) == tuple(LIST[byte] for byte in drawn[:6])


def test_the_examples_of_the_format_hold() -> None:
    listed = hashlib.sha256(" ".join(LIST).encode()).hexdigest()

    assert listed == "b81007ae7fdecba4d9b870c6722aa3073ad419066b1e54d7b8c1af21404ecfde"
    assert " ".join(six_words(TICKET, ANSWER, COST)) == "cupboard scooter island cabbage needle timber"
    assert " ".join(six_words(TICKET, ANSWER, PRACTICE_COST)) == "dolphin cedar ivory airport locket scissors"


def test_the_words_of_a_real_ticket_cost_what_a_real_passphrase_does_at_least() -> None:
    assert KdfCost(memory_kib=65_536, passes=3, lanes=4) == COST
    assert (COST.memory_kib, COST.passes) >= (FLOOR.memory_kib, FLOOR.passes)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
def test_other_files_have_other_words(ticket: bytes, answer: bytes) -> None:
    words = six_words(TICKET, ANSWER, PRACTICE_COST)

    if ticket != TICKET:
        assert six_words(ticket, ANSWER, PRACTICE_COST) != words
    if answer != ANSWER:
        assert six_words(TICKET, answer, PRACTICE_COST) != words


def test_every_word_comes_up() -> None:
    drawn = (six_words(TICKET, bytes([a, b]) * 16, PRACTICE_COST) for a in range(20) for b in range(20))

    assert {word for words in drawn for word in words} == set(LIST)


@pytest.mark.parametrize(
    "typed",
    [
        "acorn badge cabbage dancer eagle fabric",
        "Acorn BADGE cabbage Dancer eagle FABRIC",
        "acorn, badge, cabbage, dancer, eagle, fabric",
        "acorn-badge-cabbage-dancer-eagle-fabric",
        "  acorn   badge\tcabbage\n dancer,eagle - fabric\r\n",
    ],
)
def test_capitals_spaces_commas_and_hyphens_do_not_matter(typed: str) -> None:
    assert read_words(typed) == ("acorn", "badge", "cabbage", "dancer", "eagle", "fabric")


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("", None),
        ("acorn badge cabbage dancer eagle", None),
        ("acorn badge cabbage dancer eagle fabric falcon", None),
        ("acornbadge cabbage dancer eagle fabric falcon", 1),
        ("acorn badge cabbage dancer eagle fabrik", 6),
        ("acorn badge cabages dancer eagle fabric", 3),
        ("acorn badge cabbage dancer eagle fabric.", 6),
        ("acorn bádge cabbage dancer eagle fabric", 2),
        ("aco bad cab dan eag fab", 1),
    ],
)
def test_nothing_else_is_forgiven(typed: str, place: int | None) -> None:
    with pytest.raises(WordsFormError) as refused:
        read_words(typed)

    assert refused.value.place == place


def test_the_order_matters() -> None:
    assert read_words("badge acorn cabbage dancer eagle fabric") != read_words(
        "acorn badge cabbage dancer eagle fabric"
    )


def test_a_journal_names_words_by_their_digest() -> None:
    words = read_words("acorn badge cabbage dancer eagle fabric")

    assert digest_of(words) == hashlib.sha256(b"acorn badge cabbage dancer eagle fabric").hexdigest()
    assert COUNT == 6
