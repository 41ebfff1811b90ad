from . import hr_mentorship_dialog_mixin
