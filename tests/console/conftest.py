"""Server mode is PostgreSQL's: on SQLite there are no roles to be apart."""

import os

collect_ignore = [] if os.environ.get("CAIRN_DATABASE") else ["test_separation.py"]
