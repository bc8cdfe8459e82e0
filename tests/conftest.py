"""Settings and databases for the whole suite.

`CAIRN_TEST_DATABASE=postgresql` runs the same tests on a real PostgreSQL that this file starts
itself; the default is SQLite in a file, as users have it. All run-time data go to a folder that is
removed afterwards; every test process has its own.
"""

import atexit
import gc
import os
import shutil
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

gc.disable()  # until all is collected: what is loaded until then stays

# Where compiled modules are never kept, each of the many processes would compile Django anew.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)

_data = Path(tempfile.mkdtemp(prefix="cairn-test-"))
atexit.register(shutil.rmtree, _data, ignore_errors=True)
os.environ["CAIRN_DATA"] = str(_data)
os.environ.setdefault("CAIRN_TEST_SHARED", str(_data))  # of all processes of one run
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cairn.config.settings.testing")
if os.environ.get("CAIRN_TEST_DATABASE") == "postgresql" and "CAIRN_DATABASE" not in os.environ:
    from tests.postgres import start

    os.environ["CAIRN_DATABASE"] = start()

import django  # noqa: E402
import pytest  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.contenttypes.management import create_contenttypes  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models.signals import post_migrate  # noqa: E402
from hypothesis import HealthCheck  # noqa: E402
from hypothesis import settings as examples  # noqa: E402

from tests.instances import copy_template  # noqa: E402

if settings.configured:  # a test process beside others was given the folder of the first one
    settings.CAIRN_DATA, settings.FILES_ROOT = _data, _data / "files"
    (_data / "secret-key").write_text(settings.SECRET_KEY)  # commands of this folder need it too

django.setup()  # before other conftests are read; pytest-django waits for settings in use

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"

# Few examples on every run; CAIRN_EXAMPLES=2000 at night.
examples.register_profile(
    "cairn",
    max_examples=int(os.environ.get("CAIRN_EXAMPLES", "25")),
    deadline=None,  # a slow machine is no failure
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
examples.load_profile("cairn")


# Files that take longest, the longest first: begun first, none of them is alone at the end.
LONG = (
    *("console/test_upgrade.py", "web/desk/test_two_worlds.py", "erasure/test_restore.py"),
    *("reporting/test_real_files.py", "figures/test_engine_properties.py", "bench/test_filing.py"),
    *("killing/test_erasing.py", "killing/test_killed.py", "repository/test_bundle.py"),
    *("console/test_backup.py", "web/desk/test_doors.py", "console/test_serve.py"),
    *("search/test_killed.py", "web/desk/test_hostile.py", "web/desk/people/test_people.py"),
    *("reporting/test_crashes.py", "web/desk/observing/test_pages.py", "sharing/test_matrix.py"),
    *("console/test_instance.py", "console/test_tampered.py", "reporting/sheets/test_way.py"),
    *("web/desk/test_explored_making.py", "web/desk/erasing/test_whole_imports.py"),
    *("bench/test_runs.py", "bench/test_merging.py", "web/desk/test_bad_files.py"),
    *("web/desk/sheets/test_workbook_page.py", "web/desk/findings/test_pages.py"),
    *("web/desk/emergency/test_emergencies.py", "web/desk/filing/test_who_may_see.py"),
    *("web/desk/rights/test_pages.py", "web/desk/handing/test_processes.py"),
    *("bench/test_sharing.py", "web/test_warming.py", "reporting/test_meeting.py"),
    *("jobs/test_crash.py", "web/test_i18n.py", "web/test_public_process.py"),
    *("functional/test_pages.py", "functional/test_explore.py", "functional/test_own_sheet.py"),
)


ALL = os.environ.get("CAIRN_TEST_ALL") == "1"


def asks_a_database(item: pytest.Item) -> bool:
    """Whether it is worth repeating on the second database: its own, or one of its processes."""
    marked = any(item.get_closest_marker(name) for name in ("django_db", "process"))
    return marked or not {"db", "transactional_db"}.isdisjoint(getattr(item, "fixturenames", ()))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    if os.environ.get("CAIRN_TEST_DATABASE") == "postgresql" and not ALL:
        alike = [item for item in items if not asks_a_database(item)]
        items[:] = [item for item in items if asks_a_database(item)]
        config.hook.pytest_deselected(items=alike)
    rank = {here / name: place for place, name in enumerate(LONG)}
    items.sort(key=lambda item: rank.get(item.path, len(LONG)))


def pytest_collection_finish() -> None:
    """What was loaded until here stays; looking through it for garbage is a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 50)
    gc.enable()


def pytest_sessionfinish() -> None:
    gc.unfreeze()  # so that libraries can tidy up when the process ends


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_modify_db_settings):
    """The database of this process is a copy of the one that is migrated once in a run."""
    name = connection.creation._get_test_db_name()
    address = os.environ.get("CAIRN_DATABASE")
    copy_template(urlsplit(address)._replace(path=f"/{name}").geturl() if address else Path(name))
    return True


@pytest.fixture(scope="session", autouse=True)
def no_model_permissions() -> None:
    """A test that commits empties all tables; Django would then enter its own permissions for each
    model again, which Cairn never asks."""
    post_migrate.disconnect(dispatch_uid="django.contrib.auth.management.create_permissions")
    post_migrate.disconnect(create_contenttypes)


@pytest.fixture(scope="session")
def open_data() -> Path:
    """The real open data beside the repository, where they are."""
    folder = SHARED / "open"
    assert folder.exists(), f"the open data are expected in {folder}"
    return folder


@pytest.fixture(autouse=True)
def fresh_cache():
    """What one test was told, such as that a code was used, is not told to the next."""
    cache.clear()
