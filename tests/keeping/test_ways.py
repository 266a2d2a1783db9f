"""Numbers and mail addresses as one text."""

import json

from store.keeping.ways import NONE_KNOWN, Way, text_of, ways_in

WAYS = [
    Way("a" * 32, "b" * 32, "mobile", "07700 900123 ext 4", True, False),
    Way("c" * 32, "", "", 'zo\u00eb"\\@example.org', False, True),
]


def test_ways_are_read_as_they_were_written_in_their_order() -> None:
    assert ways_in(text_of(WAYS)) == WAYS
    assert ways_in(text_of(reversed(WAYS))) == WAYS[::-1]
    assert ways_in(NONE_KNOWN) == []
    assert text_of([]) == NONE_KNOWN


def test_the_text_is_the_one_that_json_gives() -> None:
    plain = [(*each[:4], int(each.is_confidential), int(each.is_odd)) for each in WAYS]

    assert text_of(WAYS) == json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def test_nothing_of_a_way_is_shown() -> None:
    assert "900123" not in repr(WAYS)
