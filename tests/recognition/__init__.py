from . import test_level
from . import test_points_review
from . import test_rules
from . import test_thank_you_points
from . import test_wallet
from . import test_wallet_concurrency
from . import test_wallet_expiry
from . import test_tours_recognition
