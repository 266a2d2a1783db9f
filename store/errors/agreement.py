"""What can go wrong with the agreement and its clocks."""

from store.errors.base import StoreError


class AgreementUnreadableError(StoreError):
    """The agreement file is missing, is no TOML, or does not have the shape of an agreement.

    Attributes:
        where: The place in the file, for example `windows.refusal_full_days`; the file itself where there is no place.
        why: What is wrong there.
    """

    hint = "Put that place right in the agreement file, or start without --agreement to use the one that came along."

    def __init__(self, where: str, why: str) -> None:
        self.where = where
        self.why = why
        self.message = f"The agreement file cannot be used: {where} {why}."
        super().__init__()


class WordingFileError(StoreError):
    """A file of wordings is missing, is no TOML, or holds anything else.

    Attributes:
        where: The place in the file; the file itself where there is no place.
    """

    hint = "Put that place right: a file of wordings holds [[wordings]] tables, as an agreement file does."

    def __init__(self, where: str, why: str) -> None:
        self.where = where
        self.message = f"The file of wordings cannot be used: {where} {why}."
        super().__init__()


class WeakerThanClauseError(StoreError):
    """A setting of the agreement file protects less than a clause demands (2.5: the agreement prevails).

    Attributes:
        clause: The clause as printed, for example `7.2a`.
        setting: The place in the file.
    """

    def __init__(self, clause: str, setting: str, demands: str) -> None:
        self.clause = clause
        self.setting = setting
        self.message = f"The setting {setting} is weaker than clause {clause}, which demands {demands}."
        self.hint = f"Set {setting} to what clause {clause} demands, or stricter, and start again."
        super().__init__()


class WordingRefusedError(StoreError):
    """A wording's text is not the text that was agreed.

    Attributes:
        wording_id: Which wording.
        version: Which version of it.
    """

    hint = "Bring back the agreed text, or give the new text a version and a SHA-256 of its own."

    def __init__(self, wording_id: str, version: int, why: str) -> None:
        self.wording_id = wording_id
        self.version = version
        self.message = f"Wording {wording_id}, version {version}, cannot be used: {why}."
        super().__init__()


class UnknownOutcomeError(StoreError):
    """A code that the agreement's list of outcomes does not have.

    Attributes:
        code: The code that was asked for.
    """

    hint = "Choose a code from the list that `doorstep status --agreement` prints."

    def __init__(self, code: int) -> None:
        self.code = code
        self.message = f"The agreement knows no outcome {code}."
        super().__init__()


class NoRuleThenError(StoreError):
    """The law or the agreement has no such rule on that date.

    Attributes:
        rule: The kind of clock, or `law`.
        on: The London date, ISO 8601.
    """

    hint = "Check the date; if it is right, record what happened without a deadline and ask the controller."

    def __init__(self, rule: str, on: str) -> None:
        self.rule = rule
        self.on = on
        self.message = f"There is no rule '{rule}' in force on {on}."
        super().__init__()


class ClockCannotPauseError(StoreError):
    """A pause that the clock's rule does not know, or that lies outside the clock's own time.

    Attributes:
        rule_id: The rule the clock was started under.
    """

    hint = "Record the question that was asked, and answer by the date that stands."

    def __init__(self, rule_id: str, why: str) -> None:
        self.rule_id = rule_id
        self.message = f"The clock under rule {rule_id} was not paused: {why}."
        super().__init__()
