"""What can go wrong in putting together what is held about one person."""

from store.errors.base import StoreError


class PackPersonError(StoreError):
    """Nobody of the family is called that, or more than one is."""

    message = "That name or number does not name one person of that family."
    hint = "See them with `doorstep extract person --family REF --draft`, and give the number that stands there."


class ReviewFirstError(StoreError):
    """A pack is to leave before anybody looked whether it tells of somebody else (10, A4)."""

    message = "Nobody has recorded that this pack was read for what it tells of other people, so it does not leave."
    hint = "Read `--draft`, then record it: `doorstep request follow --request ID --step third_party_reviewed`."


class PackNumberError(StoreError):
    """A number is of no item of the draft."""

    message = "One of those numbers is of no item of this pack."
    hint = "See them with `doorstep extract person --draft`."
