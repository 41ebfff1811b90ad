from . import test_leaderboard
from . import test_moment
from . import test_wall
from . import test_wall_concurrency
from . import test_wall_cost
from . import test_tours_wall
