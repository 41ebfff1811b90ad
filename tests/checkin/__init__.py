from . import test_checkin
from . import test_checkin_log
from . import test_link_checkin
from . import test_next_step
from . import test_reports
from . import test_tours_checkin
from . import test_note
