"""Exit 0 when an Odoo answers: is_up.py HOST PORT."""

import sys
import urllib.request

host, port = sys.argv[1:]
host = "127.0.0.1" if host in ("0.0.0.0", "::", "") else host
try:
    urllib.request.urlopen(f"http://{host}:{port}/web/health", timeout=5).close()
except OSError:
    sys.exit(1)
