"""The public process: starts by itself, serves a page, and has no operational part in it.

Promise 4 of the design, for the code; what its role, folder and key cannot do is tried in
`tests/console/test_separation.py`.
"""

import json
import os
import subprocess
import sys

from cairn.console.roles import PUBLIC_ADDS, PUBLIC_TABLES
from tests.instances import Instance

OPERATIONAL = (
    "cairn.accounts",
    "cairn.audit",
    "cairn.corrections",
    "cairn.files",
    "cairn.history",
    "cairn.jobs",
    "cairn.observatory",
    "cairn.releases",
    "cairn.reporting",
    "cairn.rights",
    "cairn.search.guarded",
    "cairn.sharing",
    "cairn.web.desk",
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth",
    "axes",
)
SERVE = """
import json, sys
import cairn.config.wsgi  # as its web server loads it, before workers are forked
from django.conf import settings
plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES["staticfiles"]["BACKEND"] = plain
from django.test import Client
client = Client(headers={"host": "localhost"})
paths = ["/en/", "/ar/about/", "/fr/glossary/", "/en/nowhere/", "/en/desk/", "/en/account/login/",
    "/api/v1/measures", "/en/library/corrections/", "/en/library/corrections/new/"]
answers = {path: client.get(path).status_code for path in paths}
cookies = list(client.cookies)
print(json.dumps({"answers": answers, "cookies": cookies, "modules": sorted(sys.modules)}))
"""


def test_the_public_process_serves_pages_and_knows_nothing_operational(tmp_path):
    instance = Instance(tmp_path / "var")
    instance.make_empty()
    variables = instance.variables | {"DJANGO_SETTINGS_MODULE": "cairn.config.settings.public"}
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SERVE],
        env=variables,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["answers"] == {
        "/en/": 200,
        "/ar/about/": 200,
        "/fr/glossary/": 200,
        "/en/nowhere/": 404,
        "/en/desk/": 404,
        "/en/account/login/": 404,
        "/api/v1/measures": 200,
        "/en/library/corrections/": 200,
        "/en/library/corrections/new/": 200,
    }
    assert found["cookies"] == []
    loaded = [name for name in found["modules"] if _belongs(name)]
    assert loaded == []


def test_the_public_role_is_given_the_tables_that_public_parts_have():
    """Read from the settings of the public process, not from the list that is granted."""
    code = (
        "import django; django.setup()\n"
        "from django.apps import apps\n"
        "found = apps.get_models(include_auto_created=True)\n"
        "print(*sorted(model._meta.db_table for model in found))"
    )
    variables = {**os.environ, "DJANGO_SETTINGS_MODULE": "cairn.config.settings.public"}
    done = subprocess.run(
        [sys.executable, "-c", code], env=variables, capture_output=True, text=True, timeout=60
    )
    assert done.stdout.split() == sorted([*PUBLIC_TABLES, *PUBLIC_ADDS]), done.stderr


def _belongs(module: str) -> bool:
    return any(module == part or module.startswith(f"{part}.") for part in OPERATIONAL)
