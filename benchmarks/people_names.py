"""Names, places and sentences for people who do not exist."""

FIRST_NAMES = (
    *("Ada", "Amara", "Anders", "Aylin", "Benedikt", "Bianca", "Camille", "Chidi", "Dalia", "Daniel", "Elif", "Emre"),
    *("Esther", "Farid", "Fatou", "Felipe", "Greta", "Hana", "Henrik", "Ines", "Ivo", "Jana", "Joaquín", "Jonas"),
    *("Kaito", "Kwame", "Lena", "Leon", "Lucía", "Mads", "Malika", "Marek", "Mei", "Milan", "Nadia", "Noor"),
    *("Oskar", "Paula", "Priya", "Rafael", "Rosa", "Samir", "Sofia", "Tariq", "Thandi", "Tomás", "Vera", "Yuki"),
)
LAST_NAMES = (
    *("Abara", "Almeida", "Andersen", "Arslan", "Bakker", "Baumann", "Castillo", "Chen", "Cohen", "Costa", "Diallo"),
    *("Dubois", "Eriksen", "Farkas", "Ferrari", "Fischer", "Gupta", "Haddad", "Hansen", "Horvat", "Ibrahim", "Jansen"),
    *("Kaya", "Kim", "Kovács", "Kumar", "Lambert", "Lindqvist", "Lopes", "Mensah", "Meyer", "Moreau", "Navarro"),
    *("Novak", "Okafor", "Olsen", "Park", "Pereira", "Petrov", "Quinn", "Rahman", "Rossi", "Sato", "Schmid", "Silva"),
    *("Tanaka", "Torres", "Weber", "Wójcik", "Yilmaz"),
)

PLACES = (
    ("Brussels", "be", "Europe/Brussels"),
    ("Lisbon", "pt", "Europe/Lisbon"),
    ("Bengaluru", "in", "Asia/Kolkata"),
    ("Boston", "us", "America/New_York"),
    ("Vancouver", "ca", "America/Vancouver"),
)
"""Town, country, time zone."""

MOTIVES = {
    "mentor": (
        "I learned %s from somebody who took the time. Now it is my turn.",
        "Explaining %s to others shows me what I have not understood myself.",
        "I should like to know what colleagues of other teams struggle with, and can help with %s.",
    ),
    "mentee": (
        "My next project needs %s, and nobody in my team has done it before.",
        "I have read about %s. Now I would like to talk to somebody who does it every day.",
        "I want to find out whether %s is the direction for me.",
        "After three years in the same role I would like to learn something new: %s.",
    ),
}
