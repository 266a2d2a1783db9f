"""The words that made-up families are made of.

Owns lists from which names, streets and remarks are drawn. Refuses to own real people and places: who is called what is
drawn at random, and no street of a made-up sector exists.
"""

from typing import Final

SURNAMES: Final = (
    "Abara", "Adeyemi", "Ahmed", "Albrecht", "Amadi", "Ashdown", "Baptiste", "Barzani", "Bellweather", "Birdsall",
    "Bramhope", "Byrne", "Calloway", "Chowdhury", "Cieślak", "Coppersmith", "Cotter", "Crouchley", "Dąbrowska",
    "Desai", "Dimitrova", "Dunmow", "Eastcott", "Edevane", "Elsenham", "Erdoğan", "Fairweather", "Farrow", "Fernandes",
    "Fitzsimmons", "Foxearth", "Gathercole", "Ghosh", "Goldhanger", "Grzelak", "Gunasekara", "Haddad", "Hartnoll",
    "Hassan", "Hawkwell", "Heybridge", "Hollowell", "Hussain", "Ingatestone", "Iqbal", "Ivanović", "Jakobsen", "Jessop",
    "Joubert", "Kaczmarek", "Kapoor", "Kelvedon", "Khan", "Kowalska", "Kühn", "Larkfield", "Lavender", "Lindqvist",
    "Łukasik", "Mahlangu", "Marchetti", "Mbeki", "McAllister", "Mendoza", "Messing", "Mohamud", "Nasser", "Ndlovu",
    "Nguyễn", "Nightingale", "Novák", "O'Brien", "O'Dowd", "Okonkwo", "Osei", "Ostrowska", "Papadakis", "Pargeter",
    "Patel", "Peachey", "Pereira", "Petrescu", "Quainton", "Quilter", "Rahman", "Rainbird", "Reyes", "Ridgewell",
    "Romero", "Rowhedge", "Sahin", "Salcott", "Sandhu", "Shalford", "Silva", "Sizewell", "Sørensen", "Stambourne",
    "Szabó", "Tadesse", "Tendring", "Thackray", "Thorrington", "Tolleshunt", "Twinstead", "Ugwu", "Underhill", "Vange",
    "Varga", "Wakering", "Warsame", "Wendover", "Wickham-Lyle", "Wójcik", "Wormingford", "Yeldham",
    "Y\N{LATIN SMALL LETTER DOTLESS I}lmaz", "Zając", "Zielińska",
)  # fmt: skip

FIRST_NAMES: Final = (
    "Aaliyah", "Abdi", "Agnieszka", "Aidan", "Alfie", "Amara", "Amina", "Anaïs", "Andrei", "Anya", "Arjun", "Ayesha",
    "Bartosz", "Beatriz", "Bethan", "Björn", "Bronagh", "Caleb", "Carys", "Chidi", "Chloé", "Conor", "Daisy", "Deepa",
    "Dilys", "Dominik", "Ebony", "Eilidh", "Elif", "Emeka", "Esme", "Ewa", "Faisal", "Fatima", "Finlay", "Freya",
    "Gabriela", "George", "Grace", "Gwen", "Hamza", "Hanna", "Harriet", "Hugo", "Ibrahim", "Ifeoma", "Imogen", "Isla",
    "Jakub", "Jamila", "Jarek", "Jasmine", "Jodie", "José", "Kacper", "Kayleigh", "Kezia", "Kofi", "Krzysztof", "Kyra",
    "Lacey", "Leila", "Leon", "Lewis", "Luca", "Lydia", "Maja", "Malik", "Marek", "Marta", "Mehmet", "Mia", "Mohammed",
    "Nadia", "Naomi", "Niamh", "Nikhil", "Noah", "Olwen", "Omar", "Oskar", "Owen", "Paige", "Patrick", "Pearl",
    "Priya", "Quincy", "Rafał", "Rania", "Reece", "Rhys", "Rosa", "Ruby", "Saoirse", "Samira", "Seren", "Shanice",
    "Siân", "Sienna", "Tamsin", "Tariq", "Teodora", "Tiago", "Tomasz", "Tyler", "Uma", "Valentina", "Viktor", "Wanjiru",
    "Weronika", "Xanthe", "Yasmin", "Yusuf", "Zachary", "Zainab", "Zofia", "Zoë",
)  # fmt: skip

_WORDS: Final = (
    "Bargeman's", "Bittern", "Candlemaker", "Cinder Ash", "Cooper's", "Curlew", "Dovecote", "Eelpie", "Glebe Hop",
    "Hurdlemaker", "Lantern", "Lapwing", "Marshwort", "Oasthouse", "Old Hopper", "Pightle", "Ropewalk", "Saffron",
    "Sluicehouse", "Starling", "Tidemill", "Withy",
)  # fmt: skip
_WAYS: Final = ("Close", "Court", "Lane", "Reach", "Road", "Row", "Way", "Yard")

STREETS: Final = tuple(f"{word} {way}" for word in _WORDS for way in _WAYS)

LANGUAGES: Final = ("pl", "bn", "ur", "so", "tr", "pt", "ro", "ar", "gu", "lt")
"""BCP 47; what is spoken at home in Essex besides English."""

DIRECTIONS: Final = (
    "Behind the parade of shops; the side gate sticks.",
    "Second staircase, top floor. The lift does not stop there.",
    "The house name is not on the gate. Green door.",
    "Park by the allotments and walk back.",
    "Through the arch, then left; number is on the bin.",
    "Turn off before the level crossing.",
)

SAFETY_NOTES: Final = (
    "Two dogs loose in the front garden. Telephone from the gate.",
    "Visit in pairs. A former partner may call at the house.",
    "Do not leave a card: somebody else opens the post.",
    "The stairwell is unlit after six. Come in daylight or bring a torch.",
    "Do not telephone the landline; it is answered next door.",
    "Ask for her at the door by first name only.",
)

REMARKS: Final = (
    "A light was on upstairs; nobody came.",
    "A neighbour says they are back after six.",
    "Card left.",
    "Car in the drive, curtains drawn.",
    "Entry phone answered, then silence.",
    "Letter was received and read.",
    "Nobody in. Try a Saturday.",
    "Spoke through the window; she is on nights.",
    "The bell does not work. Knock.",
    "Wants to know how long it takes.",
)
