from . import test_flash
