from . import test_release
from . import test_release_across
from . import test_release_comment
from . import test_release_concurrency
