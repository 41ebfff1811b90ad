from . import test_agreement_copy
from . import test_evidence
from . import test_font
from . import test_pdf
from . import test_seal
from . import test_signing_killed
