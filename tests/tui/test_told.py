"""What the clerk tells: a message is made of its facts alone, and says none of them when it is printed."""

from store.errors import StoreError
from tui.told import ActsKept, ClerkStopped, StoreFailed


def test_messages_are_made_of_their_facts() -> None:
    refusal, fault = StoreError(), RuntimeError("07700 900123")

    kept, failed, stopped = ActsKept("Kept.", None, ()), StoreFailed(refusal), ClerkStopped(fault)

    assert (kept.said, failed.refusal, stopped.fault) == ("Kept.", refusal, fault)
    assert "07700" not in repr(stopped)
