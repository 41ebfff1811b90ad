from . import test_link_choices
from . import test_nudge
