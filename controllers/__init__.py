from . import link, verify
