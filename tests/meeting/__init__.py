from . import test_calendar_privacy
from . import test_meeting
from . import test_suggestions
from . import test_meeting_concurrency
