from . import test_application_survey
from . import test_enrolment
from . import test_import
from . import test_program
from . import test_training
from . import test_wish
