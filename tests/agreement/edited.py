"""The packaged agreement with one place changed, for tests that see it refused or taken."""

from importlib.resources import files

from store.agreement.loading import agreement_from
from store.agreement.terms import Agreement

PACKAGED = (files("store.agreement") / "essex-2015.toml").read_bytes()


def edited(after: str, old: str, new: str) -> bytes:
    """Return the file with the first `old` after the first `after` replaced; both must be there, and differ."""
    head, mark, tail = PACKAGED.decode().partition(after)
    assert mark, after
    assert old in tail, old
    assert old != new
    return (head + mark + tail.replace(old, new, 1)).encode()


def without(start: str, end: str) -> bytes:
    """Return the file without what stands from the first `start` up to the next `end`."""
    text = PACKAGED.decode()
    first = text.index(start)
    return (text[:first] + text[text.index(end, first + 1) :]).encode()


def without_purpose(purpose: str) -> bytes:
    """Return the file without any wording for one purpose."""
    text = PACKAGED.decode()
    kept = [part for part in text.split("[[wordings]]\n") if f'\npurpose = "{purpose}"\n' not in part]
    assert len(kept) < text.count("[[wordings]]") + 1
    return "[[wordings]]\n".join(kept).encode()


def packaged() -> Agreement:
    """Return the packaged agreement."""
    return agreement_from(PACKAGED)
