"""Which wishes stand: the last that counts, in whatever order they came, and never one that was entered in error."""

from hypothesis import given
from hypothesis import strategies as st

from store.keeping.acts.terms.families import WishDecision
from store.keeping.merging.wishes import HOLDS, Wished, can_take_back, standing_wishes

FIRST = Wished("a", None, WishDecision.NO_CONTACT, counts=True)
LIFTED = Wished("b", "a", WishDecision.LIFTED, counts=True)
IN_ERROR = Wished("c", "b", WishDecision.ENTERED_IN_ERROR, counts=True)

wishes = st.lists(
    st.builds(
        Wished,
        wish=st.sampled_from("abcde"),
        follows=st.sampled_from([*"abcde", None]),
        decision=st.sampled_from(WishDecision),
        counts=st.booleans(),
    ),
    max_size=8,
)


def test_a_wish_stands_until_it_is_lifted_and_again_where_that_was_an_error() -> None:
    assert standing_wishes([FIRST]) == {"a"}
    assert standing_wishes([FIRST, LIFTED]) == set()
    assert standing_wishes([FIRST, LIFTED, IN_ERROR]) == {"a"}


def test_a_wish_that_was_entered_in_error_never_stood() -> None:
    assert standing_wishes([FIRST, Wished("d", "a", WishDecision.ENTERED_IN_ERROR, counts=True)]) == set()


def test_a_stronger_wish_takes_the_place_of_the_one_it_follows() -> None:
    paused = Wished("p", None, WishDecision.PAUSED, counts=True)

    assert standing_wishes([paused, Wished("n", "p", WishDecision.NO_CONTACT, counts=True)]) == {"n"}


def test_only_base_lifts_a_wish() -> None:
    """Clauses 7.2a, 10: reversible at base alone."""
    assert can_take_back(WishDecision.LIFTED, is_bases=True)
    assert not can_take_back(WishDecision.LIFTED, is_bases=False)
    assert not can_take_back(WishDecision.ENTERED_IN_ERROR, is_bases=False)
    assert standing_wishes([FIRST, Wished("b", "a", WishDecision.LIFTED, counts=False)]) == {"a"}


@given(wishes, st.randoms())
def test_the_order_in_which_wishes_arrive_does_not_matter(said: list[Wished], dice: object) -> None:
    shuffled = list(said)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]  # of the library's own kind

    assert standing_wishes(shuffled) == standing_wishes(said)
    assert standing_wishes(said) <= {wish.wish for wish in said if wish.decision in HOLDS}
