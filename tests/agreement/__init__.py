from . import test_agreement
from . import test_agreement_concurrency
from . import test_agreement_text
from . import test_amendment
from . import test_link_agreement
from . import test_signing_deadline
from . import test_tours_agreement
