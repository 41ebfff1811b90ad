from . import test_link_pulse
from . import test_pulse
from . import test_pulse_concurrency
from . import test_pulse_survey
from . import test_tours_pulse
