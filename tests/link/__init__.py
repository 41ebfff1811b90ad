from . import test_link
from . import test_link_letter
from . import test_public_pages
