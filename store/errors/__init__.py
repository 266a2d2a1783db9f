"""Everything that can go wrong in the store, as one tree: a file a room.

Owns the two sentences a person reads: `message` (what happened) and `hint` (one thing to do). Refuses to own how they
are shown, and any personal data: facts travel as typed attributes, ids and codes only.
"""

from store.errors.acts import ActBodyError, ActTooLargeError, NotCanonicalError, UnknownActError
from store.errors.agreement import (
    AgreementUnreadableError,
    ClockCannotPauseError,
    NoRuleThenError,
    UnknownOutcomeError,
    WeakerThanClauseError,
    WordingFileError,
    WordingRefusedError,
)
from store.errors.audit import CheckpointUnknownError, NoticeAboutError, PeriodError, WitnessKindError
from store.errors.backups import BackupCutShortError as BackupCutShortError
from store.errors.backups import BackupDamagedError as BackupDamagedError
from store.errors.backups import BackupDestroyedError as BackupDestroyedError
from store.errors.backups import BackupDeviceError as BackupDeviceError
from store.errors.backups import BackupDriveFullError as BackupDriveFullError
from store.errors.backups import BackupDriveGoneError as BackupDriveGoneError
from store.errors.backups import BackupEverythingGoneError as BackupEverythingGoneError
from store.errors.backups import BackupFormError as BackupFormError
from store.errors.backups import BackupKnownError as BackupKnownError
from store.errors.backups import BackupMissingError as BackupMissingError
from store.errors.backups import BackupNotThatOneError as BackupNotThatOneError
from store.errors.backups import BackupOfAnotherError as BackupOfAnotherError
from store.errors.backups import BackupOlderError as BackupOlderError
from store.errors.backups import BackupOtherwiseError as BackupOtherwiseError
from store.errors.backups import BackupPassphraseError as BackupPassphraseError
from store.errors.backups import BackupRoomError as BackupRoomError
from store.errors.backups import BackupUnknownError as BackupUnknownError
from store.errors.backups import DestructionsSinceError as DestructionsSinceError
from store.errors.backups import NothingPutBackError as NothingPutBackError
from store.errors.base import StoreError
from store.errors.bundles import (
    BundleError,
    BundleForgedError,
    BundleFormError,
    BundleNotForUsError,
    BundleTooLargeError,
    BundleTooNewError,
)
from store.errors.choosing import AskedBackBeforeError as AskedBackBeforeError
from store.errors.choosing import ConflictSettledError as ConflictSettledError
from store.errors.choosing import ConflictValueError as ConflictValueError
from store.errors.choosing import CountFormError as CountFormError
from store.errors.choosing import FamilyNotFreeError as FamilyNotFreeError
from store.errors.choosing import NoAnswerError as NoAnswerError
from store.errors.choosing import NoLaptopRequestError as NoLaptopRequestError
from store.errors.choosing import NotALaptopError as NotALaptopError
from store.errors.choosing import NoteSettledError as NoteSettledError
from store.errors.choosing import NoteTextMissingError as NoteTextMissingError
from store.errors.choosing import NothingToGiveError as NothingToGiveError
from store.errors.choosing import NothingToRecallError as NothingToRecallError
from store.errors.choosing import WhichAnswerError as WhichAnswerError
from store.errors.consents import AgeOutOfRangeError as AgeOutOfRangeError
from store.errors.consents import AgeUnknownError as AgeUnknownError
from store.errors.consents import AnswerNotPossibleError as AnswerNotPossibleError
from store.errors.consents import BackCheckDoneError as BackCheckDoneError
from store.errors.consents import BackCheckUnknownError as BackCheckUnknownError
from store.errors.consents import CapacityDoubtedError as CapacityDoubtedError
from store.errors.consents import CeremonyClockError as CeremonyClockError
from store.errors.consents import CeremonyEndedError as CeremonyEndedError
from store.errors.consents import CeremonyOpenError as CeremonyOpenError
from store.errors.consents import CheckedByThemselvesError as CheckedByThemselvesError
from store.errors.consents import ConsentProofError as ConsentProofError
from store.errors.consents import ConsentUnknownError as ConsentUnknownError
from store.errors.consents import ConsentUnprovableError as ConsentUnprovableError
from store.errors.consents import GuardianIsChildError as GuardianIsChildError
from store.errors.consents import GuardianMisplacedError as GuardianMisplacedError
from store.errors.consents import GuardianMissingError as GuardianMissingError
from store.errors.consents import InterpreterRefusedError as InterpreterRefusedError
from store.errors.consents import InterpreterUnnamedError as InterpreterUnnamedError
from store.errors.consents import NotGivenError as NotGivenError
from store.errors.consents import NothingToAskError as NothingToAskError
from store.errors.consents import OutOfOrderError as OutOfOrderError
from store.errors.consents import PersonClosedError as PersonClosedError
from store.errors.consents import ReasonMisplacedError as ReasonMisplacedError
from store.errors.consents import ReasonMissingError as ReasonMissingError
from store.errors.consents import ReceiptCodeFormError as ReceiptCodeFormError
from store.errors.consents import ReceiptCodeUnknownError as ReceiptCodeUnknownError
from store.errors.consents import SpanTurnedError as SpanTurnedError
from store.errors.consents import SpeakerError as SpeakerError
from store.errors.consents import WhichExportError as WhichExportError
from store.errors.consents import WithdrawalUnclearError as WithdrawalUnclearError
from store.errors.consents import WordingMissingError as WordingMissingError
from store.errors.consents import WordingUnreadError as WordingUnreadError
from store.errors.containers import ContainerCrowdedError as ContainerCrowdedError
from store.errors.containers import ContainerDamagedError as ContainerDamagedError
from store.errors.containers import ContainerError as ContainerError
from store.errors.containers import ContainerMethodError as ContainerMethodError
from store.errors.containers import ContainerPassphraseError as ContainerPassphraseError
from store.errors.containers import ContainerTooLargeError as ContainerTooLargeError
from store.errors.containers import ContainerUnencryptedError as ContainerUnencryptedError
from store.errors.containers import ContainerUnknownError as ContainerUnknownError
from store.errors.containers import ContainerWeakError as ContainerWeakError
from store.errors.custody import AsOfTooEarlyError as AsOfTooEarlyError
from store.errors.custody import DeviceHoldsDataError as DeviceHoldsDataError
from store.errors.custody import DeviceIsHereError as DeviceIsHereError
from store.errors.custody import DeviceNameTakenError as DeviceNameTakenError
from store.errors.custody import DeviceNotEncryptedError as DeviceNotEncryptedError
from store.errors.custody import DeviceNotOursError as DeviceNotOursError
from store.errors.custody import DeviceStateError as DeviceStateError
from store.errors.custody import DeviceStillLostError as DeviceStillLostError
from store.errors.custody import DeviceUnknownError as DeviceUnknownError
from store.errors.custody import DriveElsewhereError as DriveElsewhereError
from store.errors.custody import DriveUnfitError as DriveUnfitError
from store.errors.custody import EvidenceDayError as EvidenceDayError
from store.errors.custody import FamilyUnknownError, NumberFormError, VolumeNotEncryptedError, VolumeUnknownError
from store.errors.custody import SerialTakenError as SerialTakenError
from store.errors.custody import TargetNotEncryptedError as TargetNotEncryptedError
from store.errors.custody import TargetUnknownError as TargetUnknownError
from store.errors.custody import VolumeWordEndedError as VolumeWordEndedError
from store.errors.custody import VolumeWordForOtherError as VolumeWordForOtherError
from store.errors.custody import WipedHowError as WipedHowError
from store.errors.destruction import (
    AttestedFormError,
    CertificateElsewhereError,
    DeclarationOpenError,
    DestructionOpenError,
    DestructionUnknownError,
    NoCertificateError,
    NoRoomToDestroyError,
    NothingToDestroyError,
    ResupplyFirstError,
    WriteOffWhatError,
)
from store.errors.duties import AttestationMissingError as AttestationMissingError
from store.errors.duties import DeliveryNotOwedError as DeliveryNotOwedError
from store.errors.duties import DeviceNameError as DeviceNameError
from store.errors.duties import FamiliesCountError as FamiliesCountError
from store.errors.duties import IncidentClosedError as IncidentClosedError
from store.errors.duties import IncidentOrderError as IncidentOrderError
from store.errors.duties import IncidentUnknownError as IncidentUnknownError
from store.errors.duties import InstructionMissingError as InstructionMissingError
from store.errors.duties import InstructionOfNobodyError as InstructionOfNobodyError
from store.errors.duties import LaptopNotVouchedError as LaptopNotVouchedError
from store.errors.duties import NoticesOwedError as NoticesOwedError
from store.errors.duties import OtherFamilyError as OtherFamilyError
from store.errors.duties import PaperLevelError as PaperLevelError
from store.errors.duties import RequestClosedError as RequestClosedError
from store.errors.duties import RequestUnknownError as RequestUnknownError
from store.errors.duties import SheetNumberError as SheetNumberError
from store.errors.duties import SheetStateError as SheetStateError
from store.errors.duties import SheetTakenError as SheetTakenError
from store.errors.duties import SheetUnknownError as SheetUnknownError
from store.errors.duties import ToldTooEarlyError as ToldTooEarlyError
from store.errors.duties import WitnessError as WitnessError
from store.errors.eligibility import EligibilityKeyError as EligibilityKeyError
from store.errors.eligibility import KeeperSeesNoContactsError as KeeperSeesNoContactsError
from store.errors.eligibility import NotAKeeperError as NotAKeeperError
from store.errors.eligibility import NothingEligibleError as NothingEligibleError
from store.errors.enrolment import (
    AnswerForgedError,
    AnswerMismatchError,
    EnrolmentError,
    InterviewerLeftError,
    NotBaseError,
    PracticeMixedError,
    SignedFileForgedError,
    SignedFileFormError,
    SignedFileMissingError,
    StaffProofError,
    TicketEndedError,
    TicketExpiredError,
    TicketUnknownError,
    TicketUsedError,
    WordsDifferError,
    WordsFormError,
    WordsMissingError,
)
from store.errors.enrolment import FolderNamedError as FolderNamedError
from store.errors.epochs import EpochNotSettledError, EpochNotVerifiedError, EpochQueueError, EpochReadersError
from store.errors.evidence import (
    BodyNotOfEntryError,
    CheckpointError,
    CheckpointForgedError,
    CheckpointFormError,
    CheckpointNotSignedError,
    CosignatureForgedError,
    CosignatureMissingError,
    EntrySignatureError,
    HeaderFormError,
    OtherJournalError,
    OutsideTreeError,
    ProofDoesNotHoldError,
    ProofError,
    ProofFileError,
    ProofFormError,
    ProofTooLargeError,
    ProofVersionError,
    TreeDamagedError,
    WeakKeyError,
)
from store.errors.exchange import BaseBehindError as BaseBehindError
from store.errors.exchange import BundleContradictsError as BundleContradictsError
from store.errors.exchange import BundleEntryError as BundleEntryError
from store.errors.exchange import BundleForkedError as BundleForkedError
from store.errors.exchange import BundleGapError as BundleGapError
from store.errors.exchange import BundlePracticeError as BundlePracticeError
from store.errors.exchange import DeviceRevokedError as DeviceRevokedError
from store.errors.exchange import FamilyNotThereError as FamilyNotThereError
from store.errors.exchange import FamilyUndeliveredError as FamilyUndeliveredError
from store.errors.exchange import KeysOrderedError as KeysOrderedError
from store.errors.exchange import LiftAnswerOldError as LiftAnswerOldError
from store.errors.exchange import NoMailboxError as NoMailboxError
from store.errors.exchange import NotEnrolledError as NotEnrolledError
from store.errors.exchange import NotFrozenError as NotFrozenError
from store.errors.exchange import ReportForgottenError as ReportForgottenError
from store.errors.exchange import SenderRevokedError as SenderRevokedError
from store.errors.exchange import StoreBehindError as StoreBehindError
from store.errors.exchange import TablesDisagreeError as TablesDisagreeError
from store.errors.exchange import TooFewCasesError as TooFewCasesError
from store.errors.exchange import TooLittleChangedError as TooLittleChangedError
from store.errors.exchange import UnknownDeviceError as UnknownDeviceError
from store.errors.exchange import UnliftableError as UnliftableError
from store.errors.fieldwork import AgeNotPossibleError as AgeNotPossibleError
from store.errors.fieldwork import AnswerMissingError as AnswerMissingError
from store.errors.fieldwork import AppointmentMissingError as AppointmentMissingError
from store.errors.fieldwork import AppointmentPastError as AppointmentPastError
from store.errors.fieldwork import AppointmentUnknownError as AppointmentUnknownError
from store.errors.fieldwork import AttemptUnknownError as AttemptUnknownError
from store.errors.fieldwork import BeforeLoadedError as BeforeLoadedError
from store.errors.fieldwork import CitationMissingError as CitationMissingError
from store.errors.fieldwork import CodeNotPossibleError as CodeNotPossibleError
from store.errors.fieldwork import CorrectionUnknownError as CorrectionUnknownError
from store.errors.fieldwork import EmptyFieldError as EmptyFieldError
from store.errors.fieldwork import EveryoneLeavesError as EveryoneLeavesError
from store.errors.fieldwork import ExpectedBackError as ExpectedBackError
from store.errors.fieldwork import FamilyLockedError as FamilyLockedError
from store.errors.fieldwork import FamilyPausedError as FamilyPausedError
from store.errors.fieldwork import InterviewStandsError as InterviewStandsError
from store.errors.fieldwork import LeaseEndedError as LeaseEndedError
from store.errors.fieldwork import LoneVisitElsewhereError as LoneVisitElsewhereError
from store.errors.fieldwork import LoneVisitMissingError as LoneVisitMissingError
from store.errors.fieldwork import LoneVisitOpenError as LoneVisitOpenError
from store.errors.fieldwork import NobodyMetError as NobodyMetError
from store.errors.fieldwork import NoContactWishedError as NoContactWishedError
from store.errors.fieldwork import NoSelectionError as NoSelectionError
from store.errors.fieldwork import NothingChangedError as NothingChangedError
from store.errors.fieldwork import NothingToUndoError as NothingToUndoError
from store.errors.fieldwork import OddValueError as OddValueError
from store.errors.fieldwork import PeopleUnclearError as PeopleUnclearError
from store.errors.fieldwork import PersonUnknownError as PersonUnknownError
from store.errors.fieldwork import ReasonNotPossibleError as ReasonNotPossibleError
from store.errors.fieldwork import RefusalStandsError as RefusalStandsError
from store.errors.fieldwork import SafetyNoteMissingError as SafetyNoteMissingError
from store.errors.fieldwork import SameNameError as SameNameError
from store.errors.fieldwork import StillAheadError as StillAheadError
from store.errors.fieldwork import TerminalOnlyError as TerminalOnlyError
from store.errors.fieldwork import TypedTooLongError as TypedTooLongError
from store.errors.fieldwork import UndoElsewhereError as UndoElsewhereError
from store.errors.fieldwork import ValueFormError as ValueFormError
from store.errors.fieldwork import WhomMissingError as WhomMissingError
from store.errors.fieldwork import WishStandsError as WishStandsError
from store.errors.fieldwork import WishUnknownError as WishUnknownError
from store.errors.files import (
    AnchorDoesNotHoldError,
    EntryDoesNotHoldError,
    ErasureNotSettledError,
    FolderReadOnlyError,
    NoteDoesNotHoldError,
    OutputError,
    PagesDamagedError,
    QueueDamagedError,
    QueueFullError,
    SidecarCopyDamagedError,
    SidecarDamagedError,
    SidecarForgedError,
    SidecarMissingError,
    StoreDamagedError,
    StoreExistsError,
    StoreFileMissingError,
    StoreFolderError,
    StoreForeignError,
    StoreFrozenError,
    StoreFullError,
    StoreInUseError,
    StoreMissingError,
    StoreTooNewError,
    StoreUnreadableError,
    TreeDoesNotHoldError,
    WriterStoppedError,
)
from store.errors.intake import ColumnImplausibleError as ColumnImplausibleError
from store.errors.intake import ColumnsUnknownError as ColumnsUnknownError
from store.errors.intake import CombinedError as CombinedError
from store.errors.intake import CouncilNearError as CouncilNearError
from store.errors.intake import CouncilsNotJoinedError as CouncilsNotJoinedError
from store.errors.intake import CouncilUnknownError as CouncilUnknownError
from store.errors.intake import DeliveryDoubledError as DeliveryDoubledError
from store.errors.intake import DeliveryQuarantinedError as DeliveryQuarantinedError
from store.errors.intake import DeliveryUnreadableError as DeliveryUnreadableError
from store.errors.intake import FamiliesGoneError as FamiliesGoneError
from store.errors.intake import HeadingsDoubledError as HeadingsDoubledError
from store.errors.intake import HeadingsUnsureError as HeadingsUnsureError
from store.errors.intake import IntakeError as IntakeError
from store.errors.intake import KindDiffersError as KindDiffersError
from store.errors.intake import KindNotTakenInError as KindNotTakenInError
from store.errors.intake import MappingFormError as MappingFormError
from store.errors.intake import OtherCouncilsFamiliesError as OtherCouncilsFamiliesError
from store.errors.intake import RecordsTooEarlyError as RecordsTooEarlyError
from store.errors.intake import TableUnreadableError as TableUnreadableError
from store.errors.intake import TermEndedError as TermEndedError
from store.errors.keyrings import (
    KeyringAbsentError,
    KeyringEntryDamagedError,
    KeyringEntryGoneError,
    KeyringFailedError,
    KeyringLockedError,
    KeyringNotKeptError,
    KeyringReplacedError,
    KeyringUnknownError,
    KeyringValueError,
)
from store.errors.keys import DeviceSecretWrongError, KeyWipedError, NotForUsError, SealingKeyError
from store.errors.linkage import AcknowledgementFirstError as AcknowledgementFirstError
from store.errors.linkage import LinkageFileUnknownError as LinkageFileUnknownError
from store.errors.linkage import NobodyLinkedError as NobodyLinkedError
from store.errors.linkage import NobodyStoppedError as NobodyStoppedError
from store.errors.linkage import WhichRecordsError as WhichRecordsError
from store.errors.mailboxes import (
    MailboxAccessError,
    MailboxAddressError,
    MailboxClutteredError,
    MailboxError,
    MailboxFailedError,
    MailboxFileGoneError,
    MailboxFileTooLargeError,
    MailboxFullError,
    MailboxGoneError,
    MailboxHostKeyError,
    MailboxHungUpError,
    MailboxKeyFileError,
    MailboxMissingError,
    MailboxNameError,
    MailboxNotAsWrittenError,
    MailboxPasswordError,
    MailboxReadOnlyError,
    MailboxUnreachableError,
    MailboxUnreadableError,
    SftpNotInstalledError,
)
from store.errors.passphrases import (
    CoverPinFormError,
    CoverPinGuessableError,
    CoverPinsDifferError,
    KdfCostError,
    KdfMemoryError,
    KdfSaltError,
    PassphraseAskedError,
    PassphraseCharacterError,
    PassphraseEmptyError,
    PassphraseEncodingError,
    PassphraseFormError,
    PassphrasesDifferError,
    PassphraseTakenError,
    PassphraseTooLongError,
    PassphraseTooSoonError,
    PassphraseWeakError,
    PassphraseWipedError,
    WrongPassphraseError,
)
from store.errors.person_pack import PackNumberError, PackPersonError, ReviewFirstError
from store.errors.recipients import CountryFormError as CountryFormError
from store.errors.recipients import DirectionDocumentError as DirectionDocumentError
from store.errors.recipients import GrantSpanError as GrantSpanError
from store.errors.recipients import GrantUnknownError as GrantUnknownError
from store.errors.recipients import NotGrantedError as NotGrantedError
from store.errors.recipients import OpenpgpCertificateError as OpenpgpCertificateError
from store.errors.recipients import PlaceNotAllowedError as PlaceNotAllowedError
from store.errors.recipients import PurposeNotCoveredError as PurposeNotCoveredError
from store.errors.recipients import RecipientEndedError as RecipientEndedError
from store.errors.recipients import RecipientKeyFileError as RecipientKeyFileError
from store.errors.recipients import RecipientKeyMissingError as RecipientKeyMissingError
from store.errors.recipients import RecipientNameTakenError as RecipientNameTakenError
from store.errors.recipients import RecipientPassphraseError as RecipientPassphraseError
from store.errors.recipients import RecipientUnknownError as RecipientUnknownError
from store.errors.recipients import SealedFileError as SealedFileError
from store.errors.recovery import (
    ApprovalForgedError,
    ApprovalMismatchError,
    FamilyNotOnLaptopError,
    JoinedLatelyError,
    NotAnApproverError,
    RecoveryAnswerMismatchError,
    RecoveryAtBaseError,
    RecoveryError,
    RecoveryKeyMissingError,
    RecoveryNotAskedError,
    RecoveryPassphraseError,
    RecoveryPendingDamagedError,
    RecoveryRequestMismatchError,
    RecoverySeedGoneError,
    RecoveryWhoError,
    RecoveryWordsDifferError,
    RecoveryWordsMissingError,
    SecondPersonError,
    StopCodeFormError,
    StopCodeUnknownError,
    StopKeyMissingError,
)
from store.errors.staff import CredentialDatesError as CredentialDatesError
from store.errors.staff import CredentialNotLiveError as CredentialNotLiveError
from store.errors.staff import CredentialTooLongError as CredentialTooLongError
from store.errors.staff import CredentialUnknownError as CredentialUnknownError
from store.errors.staff import (
    LastPersonError,
    LineFormError,
    NotASupervisorError,
    StaffNameError,
    StaffNameTakenError,
    StillHereUnsaidError,
)
from store.errors.term import AgreementOverError as AgreementOverError
from store.errors.term import AllocationOverError as AllocationOverError
from store.errors.term import ExtensionAfterEndError as ExtensionAfterEndError
from store.errors.term import ExtensionBeforeNoticeError as ExtensionBeforeNoticeError
from store.errors.term import ExtensionShortensError as ExtensionShortensError
from store.errors.term import ExtensionUndatedError as ExtensionUndatedError
from store.errors.term import FieldworkOverError as FieldworkOverError
from store.errors.term import NoticeAheadError as NoticeAheadError
from store.errors.term import NoticeTooLateError as NoticeTooLateError
from store.errors.term import NoticeTooShortError as NoticeTooShortError
from store.errors.term import TermStillRunsError as TermStillRunsError
from store.errors.time import (
    ClockMovedBackError,
    DayFormError,
    DayTypedError,
    MomentFormError,
    NaiveInstantError,
    TrainingClockError,
    TrainingYearError,
)
from store.errors.wave_two import BackChecksFailedError as BackChecksFailedError
from store.errors.wave_two import JournalsOutstandingError as JournalsOutstandingError
from store.errors.wave_two import LinkageFirstError as LinkageFirstError
from store.errors.wave_two import NobodySelectedError as NobodySelectedError
from store.errors.wave_two import NothingDeliveredError as NothingDeliveredError
from store.errors.wave_two import OpenpgpKeyMissingError as OpenpgpKeyMissingError
from store.errors.wave_two import OriginalChangedError as OriginalChangedError
from store.errors.wave_two import OriginalGoneError as OriginalGoneError
from store.errors.wave_two import OtherCouncilError as OtherCouncilError
from store.errors.wave_two import ProposalChangedError as ProposalChangedError
from store.errors.wave_two import ResupplyNotSentError as ResupplyNotSentError
from store.errors.wave_two import ResupplyOldError as ResupplyOldError
from store.errors.wave_two import StatusUnknownError as StatusUnknownError
from store.errors.wave_two import StopListFirstError as StopListFirstError
from store.errors.wave_two import UpdatesDoubledError as UpdatesDoubledError
from store.errors.wave_two import UpdatesElsewhereError as UpdatesElsewhereError
from store.errors.wave_two import UpdatesMissingError as UpdatesMissingError
from store.errors.wave_two import UpdatesNewError as UpdatesNewError
from store.errors.wave_two import UpdatesSecondError as UpdatesSecondError
from store.errors.wave_two import UpdatesShiftedError as UpdatesShiftedError
from store.errors.wave_two import UpdatesTooLongError as UpdatesTooLongError
from store.errors.wave_two import YesSinceError as YesSinceError

__all__ = [
    "ActBodyError",
    "ActTooLargeError",
    "AgreementOverError",
    "AgreementUnreadableError",
    "AllocationOverError",
    "AnchorDoesNotHoldError",
    "AnswerForgedError",
    "AnswerMismatchError",
    "ApprovalForgedError",
    "ApprovalMismatchError",
    "AttestedFormError",
    "BodyNotOfEntryError",
    "BundleError",
    "BundleForgedError",
    "BundleFormError",
    "BundleNotForUsError",
    "BundleTooLargeError",
    "BundleTooNewError",
    "CertificateElsewhereError",
    "CheckpointError",
    "CheckpointForgedError",
    "CheckpointFormError",
    "CheckpointNotSignedError",
    "CheckpointUnknownError",
    "ClockCannotPauseError",
    "ClockMovedBackError",
    "CosignatureForgedError",
    "CosignatureMissingError",
    "CoverPinFormError",
    "CoverPinGuessableError",
    "CoverPinsDifferError",
    "DayFormError",
    "DayTypedError",
    "DeclarationOpenError",
    "DestructionOpenError",
    "DestructionUnknownError",
    "DeviceSecretWrongError",
    "DirectionDocumentError",
    "EnrolmentError",
    "EntryDoesNotHoldError",
    "EntrySignatureError",
    "EpochNotSettledError",
    "EpochNotVerifiedError",
    "EpochQueueError",
    "EpochReadersError",
    "ErasureNotSettledError",
    "ExtensionAfterEndError",
    "ExtensionBeforeNoticeError",
    "ExtensionShortensError",
    "ExtensionUndatedError",
    "FamilyNotOnLaptopError",
    "FamilyUnknownError",
    "FieldworkOverError",
    "FolderReadOnlyError",
    "HeaderFormError",
    "InterviewerLeftError",
    "JoinedLatelyError",
    "KdfCostError",
    "KdfMemoryError",
    "KdfSaltError",
    "KeyWipedError",
    "KeyringAbsentError",
    "KeyringEntryDamagedError",
    "KeyringEntryGoneError",
    "KeyringFailedError",
    "KeyringLockedError",
    "KeyringNotKeptError",
    "KeyringReplacedError",
    "KeyringUnknownError",
    "KeyringValueError",
    "KeysOrderedError",
    "LaptopNotVouchedError",
    "LastPersonError",
    "LeaseEndedError",
    "LineFormError",
    "LinkageFirstError",
    "LoneVisitElsewhereError",
    "MailboxAccessError",
    "MailboxAddressError",
    "MailboxClutteredError",
    "MailboxError",
    "MailboxFailedError",
    "MailboxFileGoneError",
    "MailboxFileTooLargeError",
    "MailboxFullError",
    "MailboxGoneError",
    "MailboxHostKeyError",
    "MailboxHungUpError",
    "MailboxKeyFileError",
    "MailboxMissingError",
    "MailboxNameError",
    "MailboxNotAsWrittenError",
    "MailboxPasswordError",
    "MailboxReadOnlyError",
    "MailboxUnreachableError",
    "MailboxUnreadableError",
    "MomentFormError",
    "NaiveInstantError",
    "NoCertificateError",
    "NoRoomToDestroyError",
    "NoRuleThenError",
    "NotASupervisorError",
    "NotAnApproverError",
    "NotBaseError",
    "NotCanonicalError",
    "NotForUsError",
    "NoteDoesNotHoldError",
    "NothingToDestroyError",
    "NoticeAboutError",
    "NoticeAheadError",
    "NoticeTooLateError",
    "NoticeTooShortError",
    "NumberFormError",
    "OtherJournalError",
    "OutputError",
    "OutsideTreeError",
    "PackNumberError",
    "PackPersonError",
    "PagesDamagedError",
    "PassphraseAskedError",
    "PassphraseCharacterError",
    "PassphraseEmptyError",
    "PassphraseEncodingError",
    "PassphraseFormError",
    "PassphraseTakenError",
    "PassphraseTooLongError",
    "PassphraseTooSoonError",
    "PassphraseWeakError",
    "PassphraseWipedError",
    "PassphrasesDifferError",
    "PeriodError",
    "PracticeMixedError",
    "ProofDoesNotHoldError",
    "ProofError",
    "ProofFileError",
    "ProofFormError",
    "ProofTooLargeError",
    "ProofVersionError",
    "QueueDamagedError",
    "QueueFullError",
    "RecordsTooEarlyError",
    "RecoveryAnswerMismatchError",
    "RecoveryAtBaseError",
    "RecoveryError",
    "RecoveryKeyMissingError",
    "RecoveryNotAskedError",
    "RecoveryPassphraseError",
    "RecoveryPendingDamagedError",
    "RecoveryRequestMismatchError",
    "RecoverySeedGoneError",
    "RecoveryWhoError",
    "RecoveryWordsDifferError",
    "RecoveryWordsMissingError",
    "ResupplyFirstError",
    "ReviewFirstError",
    "SealingKeyError",
    "SecondPersonError",
    "SftpNotInstalledError",
    "SidecarCopyDamagedError",
    "SidecarDamagedError",
    "SidecarForgedError",
    "SidecarMissingError",
    "SignedFileForgedError",
    "SignedFileFormError",
    "SignedFileMissingError",
    "StaffNameError",
    "StaffNameTakenError",
    "StaffProofError",
    "StillHereUnsaidError",
    "StopCodeFormError",
    "StopCodeUnknownError",
    "StopKeyMissingError",
    "StoreDamagedError",
    "StoreError",
    "StoreExistsError",
    "StoreFileMissingError",
    "StoreFolderError",
    "StoreForeignError",
    "StoreFrozenError",
    "StoreFullError",
    "StoreInUseError",
    "StoreMissingError",
    "StoreTooNewError",
    "StoreUnreadableError",
    "TablesDisagreeError",
    "TargetNotEncryptedError",
    "TargetUnknownError",
    "TermStillRunsError",
    "TicketEndedError",
    "TicketExpiredError",
    "TicketUnknownError",
    "TicketUsedError",
    "TooFewCasesError",
    "TrainingClockError",
    "TrainingYearError",
    "TreeDamagedError",
    "TreeDoesNotHoldError",
    "UndoElsewhereError",
    "UnknownActError",
    "UnknownOutcomeError",
    "VolumeNotEncryptedError",
    "VolumeUnknownError",
    "WeakKeyError",
    "WeakerThanClauseError",
    "WitnessKindError",
    "WordingFileError",
    "WordingRefusedError",
    "WordsDifferError",
    "WordsFormError",
    "WordsMissingError",
    "WriteOffWhatError",
    "WriterStoppedError",
    "WrongPassphraseError",
    "YesSinceError",
]
