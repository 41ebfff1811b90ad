from . import common
from . import points_mix
from . import test_payroll
from . import test_reward
from . import test_reward_code
from . import test_points_mix
from . import test_reward_concurrency
from . import test_tours_rewards
