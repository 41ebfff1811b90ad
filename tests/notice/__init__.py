from . import test_digest_concurrency
from . import test_mails
from . import test_notice
