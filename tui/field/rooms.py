"""Which room grants which wish. Rooms are made once, and entered again and again: that is what makes them quick.

Owns the table. Refuses to own opening them (app).
"""

from typing import Final

from tui.field import wishes
from tui.field.agenda import AgendaScreen
from tui.field.appointment import AppointmentRoom
from tui.field.attempt import AttemptRoom
from tui.field.confidential import ConfidentialScreen
from tui.field.consent.in_error import InErrorRoom
from tui.field.consent.room import ConsentRoom
from tui.field.consent.withdrawal import WithdrawalRoom
from tui.field.correction import CorrectionRoom
from tui.field.family import FamilyScreen
from tui.field.history import HistoryScreen
from tui.field.lone_visit import LoneVisitRoom
from tui.field.move import MoveRoom
from tui.field.observation import ObservationRoom
from tui.field.paper_wish import PaperWishRoom
from tui.field.people import PeopleRoom
from tui.field.refusal import RefusalRoom
from tui.field.safeguarding import SafeguardingRoom
from tui.field.safety_note import SafetyNoteScreen
from tui.field.trace import TraceRoom
from tui.forms.room import FormRoom

FamilyRoom = FamilyScreen | FormRoom | SafetyNoteScreen | HistoryScreen | ConfidentialScreen | ConsentRoom
"""A screen about one family at a time: made with clerk and desk, told whom to look at."""

Room = FamilyRoom | AgendaScreen
"""A screen that is opened once what it shows was read."""

FAMILY_ROOMS: Final[dict[type[wishes.FamilyWish], type[FamilyRoom]]] = {
    wishes.OpenFamily: FamilyScreen,
    wishes.ReadSafetyNote: SafetyNoteScreen,
    wishes.RecordAttempt: AttemptRoom,
    wishes.RecordRefusal: RefusalRoom,
    wishes.MakeAppointment: AppointmentRoom,
    wishes.GoInAlone: LoneVisitRoom,
    wishes.ReportConcern: SafeguardingRoom,
    wishes.RecordObservation: ObservationRoom,
    wishes.SettlePaperWish: PaperWishRoom,
    wishes.CorrectDetail: CorrectionRoom,
    wishes.SeeConfidential: ConfidentialScreen,
    wishes.SeeHistory: HistoryScreen,
    wishes.TellOfPeople: PeopleRoom,
    wishes.TellMove: MoveRoom,
    wishes.TraceFamily: TraceRoom,
    wishes.TakeConsent: ConsentRoom,
    wishes.WithdrawConsent: WithdrawalRoom,
    wishes.MarkConsentInError: InErrorRoom,
}
