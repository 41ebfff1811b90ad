from . import test_request
from . import test_request_concurrency
from . import test_next_wish
from . import test_next_wish_concurrency
from . import test_held_back
from . import test_seat_offer
from . import test_seat_offer_concurrency
from . import test_seat_offer_link
