from . import test_import_killed
from . import test_import_participants
from . import test_invitation
from . import test_invitation_concurrency
from . import test_link_invitation
from . import test_tours_invitation
