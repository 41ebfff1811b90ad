from . import hr_mentorship_program
from . import hr_mentorship_release
from . import hr_mentorship_release_across
from . import hr_mentorship_release_comment
from . import hr_mentorship_release_mark
