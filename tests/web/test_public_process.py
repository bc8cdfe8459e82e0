"""The public process: starts by itself, serves a page, and has no operational part in it."""

import json
import subprocess
import sys

from tests.instances import Instance

OPERATIONAL = (
    "cairn.accounts",
    "cairn.audit",
    "cairn.files",
    "cairn.history",
    "cairn.jobs",
    "cairn.observatory",
    "cairn.releases",
    "cairn.reporting",
    "cairn.sharing",
    "cairn.web.desk",
    "django.contrib.auth",
    "django.contrib.sessions",
    "allauth",
    "axes",
)
SERVE = """
import json, sys
import django
from django.conf import settings
django.setup()
plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
settings.STORAGES["staticfiles"]["BACKEND"] = plain
from django.test import Client
from django.core.management import call_command
call_command("migrate", verbosity=0)
client = Client(headers={"host": "localhost"})
paths = ["/en/", "/ar/about/", "/fr/glossary/", "/en/nowhere/", "/en/desk/", "/en/account/login/"]
answers = {path: client.get(path).status_code for path in paths}
cookies = list(client.cookies)
print(json.dumps({"answers": answers, "cookies": cookies, "modules": sorted(sys.modules)}))
"""


def test_the_public_process_serves_pages_and_knows_nothing_operational(tmp_path):
    instance = Instance(tmp_path / "var")
    instance.data.mkdir()
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
    }
    assert found["cookies"] == []
    loaded = [name for name in found["modules"] if _belongs(name)]
    assert loaded == []


def _belongs(module: str) -> bool:
    return any(module == part or module.startswith(f"{part}.") for part in OPERATIONAL)
