from . import test_criteria
from . import test_custom_criteria
from . import test_explanations
from . import test_criteria_answer
from . import test_matching
from . import test_matching_run
from . import test_working_list
