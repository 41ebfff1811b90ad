from . import test_cohort
from . import test_cohort_concurrency
