from . import test_proposal
from . import test_sponsor
