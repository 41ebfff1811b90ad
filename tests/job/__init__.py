from . import test_job
from . import test_job_concurrency
from . import test_tours_job
