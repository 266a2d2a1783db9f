"""What a column may hold, by our own names, and the headings councils write over it.

Owns the closed lists. Refuses to own which column is which (columns).

Source: agreement 7.2a (letters), 7.2c (contact details apart from eligibility), 7.2d (updates); Annex B's criteria.
"""

import re
from enum import StrEnum
from typing import Final

from store.agreement.purposes import DatasetKind


class Field(StrEnum):
    """What a column holds."""

    ADDRESS_1 = "address_1"
    ADDRESS_2 = "address_2"
    ADDRESS_3 = "address_3"
    ADDRESS_4 = "address_4"
    ADDRESS_5 = "address_5"
    EMAIL = "email"
    FAMILY_ID = "family_id"
    FIRST_NAME = "first_name"
    FULL_NAME = "full_name"
    LANGUAGE = "language"
    LEAVE_OUT = "leave_out"
    LETTER_SENT = "letter_sent"
    MOBILE = "mobile"
    NOTES = "notes"
    PHONE = "phone"
    POSTCODE = "postcode"
    PROGRAMME_STATUS = "programme_status"
    REFUSE_BY = "refuse_by"
    REFUSED_ON = "refused_on"
    SURNAME = "surname"
    TITLE = "title"
    ELIGIBILITY = "eligibility"


LINES: Final = (Field.ADDRESS_1, Field.ADDRESS_2, Field.ADDRESS_3, Field.ADDRESS_4, Field.ADDRESS_5)
DATES: Final = frozenset({Field.LETTER_SENT, Field.REFUSE_BY, Field.REFUSED_ON})
NUMBERS: Final = frozenset({Field.PHONE, Field.MOBILE})
SINGLE: Final = DATES | {Field.FAMILY_ID, Field.POSTCODE, Field.PROGRAMME_STATUS}
"""What one column of a table alone can hold: of two, nobody knows which is meant."""

CONTACT: Final = frozenset(
    {
        *LINES,
        *NUMBERS,
        Field.EMAIL,
        Field.FIRST_NAME,
        Field.FULL_NAME,
        Field.LANGUAGE,
        Field.NOTES,
        Field.POSTCODE,
        Field.SURNAME,
        Field.TITLE,
    }
)
"""What says who somebody is, or where they are reached."""

OF_KIND: Final = {
    DatasetKind.CONTACTS: CONTACT | {Field.FAMILY_ID, Field.LETTER_SENT, Field.REFUSE_BY, Field.LEAVE_OUT},
    DatasetKind.REFUSALS: frozenset({Field.FAMILY_ID, Field.REFUSED_ON, Field.LEAVE_OUT}),
    DatasetKind.ELIGIBILITY: frozenset({Field.FAMILY_ID, Field.ELIGIBILITY, Field.LEAVE_OUT}),
    DatasetKind.UPDATES: CONTACT
    | {Field.FAMILY_ID, Field.LETTER_SENT, Field.REFUSE_BY, Field.LEAVE_OUT, Field.PROGRAMME_STATUS},
}
"""What may stand in a delivery of each kind that is taken in here."""

NEEDED: Final = {
    DatasetKind.CONTACTS: (Field.FAMILY_ID, Field.ADDRESS_1, Field.POSTCODE),
    DatasetKind.REFUSALS: (Field.FAMILY_ID,),
    DatasetKind.ELIGIBILITY: (Field.FAMILY_ID,),
    DatasetKind.UPDATES: (Field.FAMILY_ID, Field.ADDRESS_1, Field.POSTCODE, Field.PROGRAMME_STATUS),
}

_HEADINGS: Final[dict[Field, str]] = {
    Field.ADDRESS_1: "address1 addressline1 addr1 address house street houseandstreet line1",
    Field.ADDRESS_2: "address2 addressline2 addr2 line2 locality",
    Field.ADDRESS_3: "address3 addressline3 addr3 line3 town posttown city",
    Field.ADDRESS_4: "address4 addressline4 addr4 line4 county",
    Field.ADDRESS_5: "address5 addressline5 addr5 line5",
    Field.EMAIL: "email emailaddress mail",
    Field.FAMILY_ID: "familyid uniqueid id familyref familyreference reference ref uniquereference uniqueref urn"
    " householdid caseid casereference uniquefamilyid uniqueidentifier",
    Field.FIRST_NAME: "firstname firstnames forename forenames givenname christianname",
    Field.FULL_NAME: "name fullname maincarer maincarername contactname carername",
    Field.LANGUAGE: "language preferredlanguage firstlanguage mainlanguage languagespoken",
    Field.LETTER_SENT: "lettersent letterdate datelettersent lettersenton dateofletter optoutlettersent letterposted",
    Field.MOBILE: "mobile mobilephone mobilenumber mobiletelephone mob mobileno",
    Field.NOTES: "notes note comments comment contactnotes safetynotes safety remarks otherinformation",
    Field.PHONE: "phone telephone tel phonenumber telephonenumber landline homephone hometelephone telno phoneno",
    Field.POSTCODE: "postcode postalcode pcode zip",
    Field.PROGRAMME_STATUS: "programmestatus statusonprogramme statusinprogramme",
    Field.REFUSE_BY: "refuseby optoutby optoutdeadline refusaldeadline deadline replyby",
    Field.REFUSED_ON: "refusedon daterefused refusaldate optedouton optoutdate dateofrefusal",
    Field.SURNAME: "surname lastname familyname secondname",
    Field.TITLE: "title salutation",
    Field.ELIGIBILITY: "assessmentdate dateofassessment programmestartdate startdate dateofprogrammestart crime asb"
    " crimeandasb schoolattendance attendance truancy childrenneedhelp childreninneed childinneed worklessness"
    " worklessnessordebt debt domesticabuse domesticviolence dv health healthproblems mentalhealth eligible"
    " eligibility eligibilitycriteria criteria criteriamet reasonforreferral referralreason",
}
_OF_HEADING: Final = {heading: each for each, headings in _HEADINGS.items() for heading in headings.split()}


def bare(heading: str) -> str:
    """Return a heading as it is compared: letters and digits alone."""
    return re.sub("[^a-z0-9]", "", heading.casefold())


def field_of(heading: str, kind: DatasetKind = DatasetKind.UPDATES) -> Field | None:
    """Return what a column under some heading holds, if it is one that is known.

    Where families stand with the programme says why they are in it, but in the updates that are to say so.

    Source:
        Agreement 7.2c, 7.2d.
    """
    found = _OF_HEADING.get(bare(heading))
    is_why = found is Field.PROGRAMME_STATUS and kind is not DatasetKind.UPDATES
    return Field.ELIGIBILITY if is_why else found
