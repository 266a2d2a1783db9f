"""The agreement as one frozen value.

Owns the shape of the whole. Refuses to own reading it (`loading`), judging it (`clauses`), and any council: nothing of
one council is in code.
"""

from dataclasses import dataclass

from store.agreement.deadlines import ClockRule
from store.agreement.languages import Language
from store.agreement.law import Law
from store.agreement.leaflets import Leaflet
from store.agreement.lifetime import Term
from store.agreement.outcomes import Outcomes
from store.agreement.parties import ContactPoint, Party, Role
from store.agreement.purposes import Dataset, LegalBasis, PurposeTerm
from store.agreement.safeguards import BackChecks, Calls, Cells, Containers, Credentials, Destruction, Evidence, Places
from store.agreement.windows import Batch, Windows
from store.agreement.wordings import Wording


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of the printed agreement, shown and not mended silently.

    Attributes:
        where: The clauses as printed.
        wrong: What is wrong there.
        doorstep: What Doorstep does about it.
    """

    id: str
    where: str
    wrong: str
    doorstep: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """One data sharing agreement.

    Attributes:
        id: Short name of the file, for example `essex-2015`.
        title: As printed.
        dated: As printed.
        project: The only project its data may serve (4.5).
        digest: SHA-256 of the file's bytes, 64 lower-case hex digits; computed, never written in the file.
    """

    id: str
    title: str
    dated: str
    project: str
    parties: tuple[Party, ...]
    roles: tuple[Role, ...]
    contacts: tuple[ContactPoint, ...]
    term: Term
    purposes: tuple[PurposeTerm, ...]
    wordings: tuple[Wording, ...]
    languages: tuple[Language, ...]
    leaflets: tuple[Leaflet, ...]
    datasets: tuple[Dataset, ...]
    legal_bases: tuple[LegalBasis, ...]
    windows: Windows
    batches: tuple[Batch, ...]
    containers: Containers
    clocks: tuple[ClockRule, ...]
    law: tuple[Law, ...]
    cells: Cells
    calls: Calls
    credentials: Credentials
    back_checks: BackChecks
    outcomes: Outcomes
    destruction: Destruction
    evidence: Evidence
    places: Places
    faults: tuple[Fault, ...]
    digest: str
