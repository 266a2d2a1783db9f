"""Passphrases as a form's answers hold them.

Owns reading one, so that a blank at its end, or a letter that is none, is part of it wherever one is typed. Refuses to
own what a passphrase has to be (store).
"""

from store.errors import PassphrasesDifferError
from store.keeping.passphrases import Passphrase, read_passphrase
from tui.forms.fields import Answers


def passphrase(answers: Answers, field: str) -> Passphrase:
    """Return the passphrase that was typed in a field, to be wiped by whoever uses it.

    Raises:
        StoreError: As `read_passphrase`.
    """
    value = answers.get(field, "")
    assert isinstance(value, str)
    return read_passphrase(value.encode("utf-8", "surrogateescape"))


def new_passphrase(answers: Answers, field: str, again: str) -> Passphrase:
    """Return a new passphrase that was typed twice.

    Raises:
        PassphrasesDifferError: In two ways.
        StoreError: As `passphrase`.
    """
    if answers.get(field, "") != answers.get(again, ""):
        raise PassphrasesDifferError
    return passphrase(answers, field)
