from . import test_departure
from . import test_exit_concurrency
from . import test_move
from . import test_program_close
from . import test_program_close_job
from . import test_tours_exit
