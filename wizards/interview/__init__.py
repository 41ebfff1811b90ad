from . import hr_mentorship_book_interview
