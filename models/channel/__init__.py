from . import discuss_channel
from . import discuss_channel_member
from . import hr_mentorship
from . import hr_mentorship_member
