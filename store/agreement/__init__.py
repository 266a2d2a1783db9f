"""The agreement as data: terms, law by date, working days, deadlines, outcomes, wordings. Pure."""

from store.agreement.description import describe, open_questions
from store.agreement.loading import load_agreement
from store.agreement.terms import Agreement, Fault

__all__ = ["Agreement", "Fault", "describe", "load_agreement", "open_questions"]
