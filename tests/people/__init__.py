from . import test_account
from . import test_block
from . import test_profile
from . import test_profile_guide
from . import test_tours_profile_guide
from . import test_topic_suggestion
