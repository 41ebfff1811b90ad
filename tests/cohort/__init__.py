from . import test_cohort
from . import test_cohort_concurrency
from . import test_learn_weights
