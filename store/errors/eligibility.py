"""What can go wrong with the file of eligibility, which is opened by other people than the list of contacts."""

from store.errors.base import StoreError


class NotAKeeperError(StoreError):
    """Somebody who may see contacts, or nobody's keeper, asked for eligibility.

    Source:
        Agreement 7.2c.
    """

    message = "Eligibility is taken in and opened by its keepers, who are no supervisors (clause 7.2c)."
    hint = "Ask a keeper to sign in; a supervisor makes one with `doorstep staff add --role eligibility_keeper`."


class KeeperSeesNoContactsError(StoreError):
    """A keeper of eligibility asked for contacts.

    Source:
        Agreement 7.2c.
    """

    message = "Keepers of eligibility see no contact details (clause 7.2c)."
    hint = "Ask a supervisor to look."


class EligibilityKeyError(StoreError):
    """The key of the eligibility file is not sealed to whoever is signed in."""

    message = "The file of eligibility does not open for you: its key was never shared with you."
    hint = "Ask another keeper to take in or open eligibility once; that shares the key with every keeper."


class NothingEligibleError(StoreError):
    """There is no file of eligibility yet."""

    message = "No eligibility was taken in yet."
    hint = "Have a keeper take in a council's file with `doorstep intake FILE --kind eligibility`."
