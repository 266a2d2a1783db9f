"""What can go wrong in sending something to somebody outside, sealed for them."""

from store.errors.base import StoreError


class RecipientUnknownError(StoreError):
    """A name that is of nobody on the register of recipients."""

    message = "Nobody on the register of recipients is called that."
    hint = "See them with `doorstep recipient list`, or add one with `doorstep recipient add`."


class RecipientNameTakenError(StoreError):
    """A name is already that of a recipient to whom something may still go."""

    message = "Another recipient on the register is called that."
    hint = "Use another name, or end that entry first with `doorstep recipient end`."


class RecipientEndedError(StoreError):
    """Something is to go to a recipient whose entry was ended."""

    message = "That recipient's entry was ended, and nothing goes to them any more."
    hint = "Add them anew with `doorstep recipient add` if that was a mistake."


class RecipientKeyMissingError(StoreError):
    """Something is to be sealed for a recipient of whom no key is known."""

    message = "No key of that recipient is on the register, so nothing can be sealed for them."
    hint = "Have them run `doorstep recipient key`, end this entry, and add them anew with --key."


class PurposeNotCoveredError(StoreError):
    """Something is to go to a recipient for a purpose they are not registered for (7.1)."""

    message = "That recipient is not registered for this purpose."
    hint = "See with `doorstep recipient list` what for; another purpose needs a new entry."


class NotGrantedError(StoreError):
    """Neither the agreement nor a document of the department lets something go to a recipient (9.1d, 9.1f)."""

    message = "Nothing in writing lets this go to that recipient (9.1d, 9.1f)."
    hint = "Record the department's document with `doorstep recipient grant`, for this kind of file."


class PlaceNotAllowedError(StoreError):
    """A recipient is outside the United Kingdom and the EEA, and no document allows that (A6)."""

    message = "That recipient is outside the United Kingdom and the EEA (A6)."
    hint = "Record the document that allows it: `doorstep recipient grant --matter outside_eea`."


class DirectionDocumentError(StoreError):
    """A disclosure on the department's direction without its document (9.1f, A5)."""

    message = "The department directs in writing, so its document has to be named (9.1f)."
    hint = "Give it with --document, and who signed it with --by."


class GrantSpanError(StoreError):
    """A grant ends before it begins."""

    message = "That grant would end before it begins."
    hint = "Put --from and --until in order."


class OpenpgpCertificateError(StoreError):
    """A recipient's OpenPGP key cannot be used.

    Attributes:
        flaw: What is wrong, a phrase of ours that quotes nothing.
    """

    hint = "Ask them for the public half of the key they use now, 2048 bits or more (gpg --export)."

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw
        self.message = f"That OpenPGP key cannot be used: {flaw}."
        super().__init__()


class CountryFormError(StoreError):
    """What was typed is no country's code."""

    message = "That is not the two letters of a country."
    hint = "Write it like GB, FR or US."


class GrantUnknownError(StoreError):
    """No grant that still lasts is the one that is meant."""

    message = "There is no such grant, or it has ended."
    hint = "Look at the list again, and name one that still holds."


class RecipientKeyFileError(StoreError):
    """A file is no key of a recipient, or was changed.

    Attributes:
        flaw: What is wrong, a phrase of ours that quotes nothing.
    """

    hint = "Take the file that `doorstep recipient key` wrote, or make a new pair with it."

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw
        self.message = f"That is no key file of a recipient: {flaw}."
        super().__init__()


class RecipientPassphraseError(StoreError):
    """A passphrase does not open a recipient's key file."""

    message = "That passphrase does not open the key file."
    hint = "Try again; nobody but you can open it, and a lost passphrase needs a new key."


class SealedFileError(StoreError):
    """A file is no sealed export, or was changed, or is for somebody else.

    Attributes:
        flaw: What is wrong, a phrase of ours that quotes nothing.
    """

    hint = "Check that it is a whole and plain copy and that it was sealed for this key, then ask base for it anew."

    def __init__(self, flaw: str) -> None:
        self.flaw = flaw
        self.message = f"This file cannot be opened: {flaw}."
        super().__init__()
