"""Server mode on a real PostgreSQL: a desk that owns the tables, and a public process that does
not. Promise 4 of the design: in server mode the public process can read nothing else.

sp01  the public role reads what is published and no other table, and writes none
sp02  what somebody granted it too much is taken back; what cannot be is told
sp03  the public process serves pages, knows no door to the desk and sets no cookie
sp04  it does not start with the desk's role or folder, or on SQLite
sp05  the desk serves no public page, and starts no job runner
sp06  a session signed with the public key opens nothing
sp07  another system user opens nothing of the desk's folder, and reads what is published
sp08  what is withdrawn is taken away from where the public process reads
sp09  what somebody asks of a record is added by the public process, which cannot read it again
"""

import os
import pwd
import re
import secrets
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

import psycopg
import pytest

from cairn.console.roles import PUBLIC_ADDS, PUBLIC_TABLES
from tests.instances import Instance, free_port, wait_for

pytestmark = pytest.mark.process
PUBLISH = """
from pathlib import Path
from django.conf import settings
from cairn.published.actions import publish_snapshot
from tests.web.explore.world import snapshot
made = snapshot(Path(settings.CAIRN_DATA) / "snapshots")
publish_snapshot(snapshot=made.id, rule="open-data")
print(made.id)
"""
SESSION = """
from django.contrib.sessions.models import Session
from django.contrib.sessions.serializers import JSONSerializer
from django.core import signing
from django.utils import timezone
from cairn.accounts.actions import create_user
from cairn.accounts.models import User
user = User.objects.filter(username="amina").first() or create_user(
    username="amina", display_name="Amina", password="seven-grey-stones", by=None)
data = {"_auth_user_id": str(user.pk), "_auth_user_hash": user.get_session_auth_hash(),
    "_auth_user_backend": "django.contrib.auth.backends.ModelBackend"}
written = signing.dumps(data, key=%r, salt="django.contrib.sessions.SessionStore",
    serializer=JSONSerializer, compress=True)
Session.objects.create(session_key=%r, session_data=written,
    expire_date=timezone.now() + timezone.timedelta(hours=1))
"""
TRY_TO_READ = """
for path; do
    if { test -d "$path" && ls "$path" || cat "$path"; } >/dev/null 2>&1
    then echo opened; else echo refused; fi
done
"""
TAKE_IN = """
from cairn.corrections.models import Request
from cairn.corrections.taking_in import take_in
print(take_in(), Request.objects.count(), Request.objects.get().reasons)
"""
WITHDRAW = """
from django.utils import timezone
from cairn.published.models import PublishedSnapshot
from cairn.published.placing import keep_placed
PublishedSnapshot.objects.update(is_current=False, withdrawn_at=timezone.now())
print(keep_placed(), keep_placed())
"""


@pytest.fixture(scope="module")
def halves():
    """A desk and a public half, as docs/server.md parts them."""
    folder = Path(tempfile.mkdtemp(prefix="cairn-halves-"))
    folder.chmod(0o755)
    (folder / "published").mkdir()
    desk, public = Instance(folder / "desk"), Instance(folder / "public")
    server, mark = os.environ["CAIRN_DATABASE"], secrets.token_hex(4)
    name = urlsplit(desk.variables["CAIRN_DATABASE"]).path.strip("/")
    owner, reader = f"desk_{mark}", f"public_{mark}"
    with psycopg.connect(server, autocommit=True) as made:
        made.execute(f"CREATE ROLE {owner} LOGIN")
        made.execute(f"CREATE ROLE {reader} LOGIN")
        made.execute(f"ALTER DATABASE {name} OWNER TO {owner}")
    where = urlsplit(desk.variables["CAIRN_DATABASE"])
    for half, role in ((desk, owner), (public, reader)):
        address = where._replace(netloc=f"{role}@{where.hostname}:{where.port}").geturl()
        half.variables |= {"CAIRN_DATABASE": address, "CAIRN_PUBLISHED": str(folder / "published")}
    desk.variables["CAIRN_PUBLIC_ROLE"] = reader
    done = desk.cairn("init")
    assert done.returncode == 0, done.stderr
    snapshot = desk.python(PUBLISH)
    yield SimpleNamespace(desk=desk, public=public, folder=folder, reader=reader, snapshot=snapshot)
    desk.end()
    public.end()
    shutil.rmtree(folder, ignore_errors=True)


def served(half: Instance, *words: str) -> int:
    port = free_port()
    process = half.start("serve", "--port", str(port), *words)
    lines = []
    while line := process.stdout.readline():
        lines.append(line)
        if "Cairn is at" in line:
            return port
    raise AssertionError("".join(lines))


def get(port: int, path: str, form: dict[str, str] | None = None, **headers: str):
    """Status, headers and body, without following anything; a form is sent."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    sent = urllib.parse.urlencode(form).encode() if form else None
    request = urllib.request.Request(f"http://localhost:{port}{path}", sent, headers)
    try:
        with urllib.request.build_opener(Stay).open(request, timeout=30) as page:
            return page.status, page.headers, page.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


def tables(address: str) -> list[str]:
    with psycopg.connect(address) as asking:
        rows = asking.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        )
        return [name for (name,) in rows]


def refused(address: str, statement: str) -> bool:
    with psycopg.connect(address) as asking:
        try:
            asking.execute(statement)
        except psycopg.errors.InsufficientPrivilege:
            return True
    return False


def test_sp01_the_public_role_reads_what_is_published_and_nothing_else(halves):
    address = halves.public.variables["CAIRN_DATABASE"]
    found = tables(halves.desk.variables["CAIRN_DATABASE"])
    assert {"accounts_user", "django_session", "filings_filing", "audit_event"} <= set(found)
    readable = [name for name in found if not refused(address, f'SELECT * FROM "{name}"')]
    assert readable == list(PUBLIC_TABLES)
    assert "editing_entry" in found  # drafts of the library: not readable
    writing = ('INSERT INTO "{}" DEFAULT VALUES', 'DELETE FROM "{}"', 'TRUNCATE "{}"')
    assert [
        (name, words)
        for name in found
        for words in writing
        if not (name in PUBLIC_ADDS and words.startswith("INSERT"))
        and not refused(address, words.format(name))
    ] == []
    assert refused(address, "CREATE TABLE mine (n int)")
    assert refused(address, "CREATE TEMPORARY TABLE mine (n int)")
    assert refused(
        address, f"SET ROLE {urlsplit(halves.desk.variables['CAIRN_DATABASE']).username}"
    )


def test_sp02_what_was_granted_too_much_is_taken_back(halves):
    owner, role = halves.desk.variables["CAIRN_DATABASE"], halves.reader
    with psycopg.connect(owner, autocommit=True) as acting:
        acting.execute("GRANT SELECT (username) ON accounts_user TO PUBLIC")
        acting.execute(f"GRANT INSERT ON published_publishedsnapshot TO {role}")
    told = halves.desk.cairn("roles", "--dry-run")
    assert told.returncode == 1
    assert "SELECT accounts_user" in told.stderr
    assert "INSERT published_publishedsnapshot" in told.stderr
    done = halves.desk.cairn("roles")
    assert done.returncode == 0, done.stderr
    due = "".join(f"INSERT {table}\n" for table in PUBLIC_ADDS)
    due += "".join(f"SELECT {table}\n" for table in sorted(PUBLIC_TABLES))
    assert halves.desk.cairn("roles", "--dry-run").stdout == due


def test_sp02_a_role_that_is_more_than_narrow_is_told(halves):
    done = halves.desk.cairn("roles", "--public", "cairn")  # the superuser of the suite's server
    assert done.returncode == 1
    assert "The role cairn may do more than read what is public" in done.stderr
    done = halves.desk.cairn("roles", "--public", 'no"body')
    assert done.returncode == 1
    assert 'PostgreSQL has no role no"body' in done.stderr


def test_sp03_the_public_process_serves_pages_and_no_door_to_the_desk(halves):
    port = served(halves.public, "--public")
    status, headers, body = get(port, "/en/explore/detections/")
    assert status == 200
    assert "Recorded" in body or "recorded" in body
    assert "Set-Cookie" not in headers
    assert "/en/desk/" not in body
    for path in ("/en/desk/", "/en/account/login/", "/desk/api/v1/", "/en/desk/explore/"):
        assert get(port, path)[0] == 404
    assert get(port, "/api/v1/measures")[0] == 200
    assert not (halves.public.data / "snapshots").exists()


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ("database", "may do more than read what is public"),
        ("data", "which holds what belongs to the desk"),
        ("sqlite", "needs PostgreSQL"),
        ("published", "CAIRN_PUBLISHED names no folder"),
    ],
)
def test_sp04_it_does_not_start_where_it_could_reach_more(halves, changed, words):
    desk = halves.desk.variables
    changes = {
        "database": {"CAIRN_DATABASE": desk["CAIRN_DATABASE"]},
        "data": {"CAIRN_DATA": desk["CAIRN_DATA"]},
        "sqlite": {"CAIRN_DATABASE": ""},
        "published": {"CAIRN_PUBLISHED": str(halves.folder / "nowhere")},
    }[changed]
    done = halves.public.cairn("serve", "--public", "--port", "0", **changes)
    assert done.returncode == 1
    assert words in done.stderr


def test_sp05_sp06_the_desk_alone_and_a_forged_session(halves):
    port = served(halves.desk, "--desk")
    assert get(port, "/en/")[1]["Location"] == "/en/desk/"
    assert get(port, "/en/explore/")[0] == 404
    assert get(port, "/api/v1/measures")[0] == 404
    assert get(port, "/en/glossary/")[0] == 200
    assert get(port, "/en/account/login/")[0] == 200
    process = halves.desk.processes[-1]
    lines = subprocess.run(
        ["ps", "-o", "args=", "--ppid", str(process.pid)], capture_output=True, text=True
    ).stdout
    assert "gunicorn" in lines
    assert "jobs" not in lines

    own, other = ((half.data / "secret-key").read_text() for half in (halves.desk, halves.public))
    assert own != other
    for key, name, leads in ((other, "f" * 32, "/en/account/login/"), (own, "o" * 32, "/2fa/")):
        halves.desk.python(SESSION % (key, name))
        status, headers, _ = get(port, "/en/desk/", Cookie=f"cairn_desk={name}")
        assert status == 302
        assert leads in headers["Location"]  # signed in, one is asked for a second factor instead


def test_sp05_jobs_run_as_a_service_of_their_own(halves):
    runner = halves.desk.start("jobs")
    assert wait_for(lambda: (halves.desk.data / "run" / "runner.lock").exists())
    runner.terminate()
    assert runner.wait(timeout=15) == 0


def test_sp07_another_system_user_opens_nothing_of_the_desk(halves):
    assert halves.desk.data.stat().st_mode & 0o077 == 0
    if os.geteuid() != 0:  # only root can become somebody else and try it
        return
    somebody = pwd.getpwnam("nobody")
    placed = halves.folder / "published" / halves.snapshot
    for path in (halves.folder / "published", placed, *placed.rglob("*")):
        os.chown(path, -1, somebody.pw_gid)
    (halves.folder / "published").chmod(0o2750)
    desk = halves.desk.data
    tried = [desk, desk / "secret-key", desk / "files", desk / "snapshots" / halves.snapshot]
    done = subprocess.run(
        ["/bin/sh", "-c", TRY_TO_READ, "sh", *map(str, [*tried, placed / "manifest.json"])],
        user=somebody.pw_uid,
        group=somebody.pw_gid,
        extra_groups=[],
        cwd="/",
        capture_output=True,
        text=True,
    )
    assert done.stdout.split() == [*["refused"] * len(tried), "opened"], done.stderr


def test_sp09_what_is_asked_is_added_and_cannot_be_read_again(halves):
    port = served(halves.public, "--public")
    asked = {"about": "lib-0000000000-0", "wish": "name", "reasons": "Marked words.", "number": "1"}
    status, headers, body = get(port, "/en/library/corrections/new/", asked)
    assert (status, "Set-Cookie" in headers) == (200, False)
    found = dict(re.findall(r'name="(ref|secret)" value="([^"]+)"', body))
    address = halves.public.variables["CAIRN_DATABASE"]
    for statement in ("SELECT * FROM {}", "SELECT ref FROM {}", "UPDATE {} SET ref = ''"):
        assert refused(address, statement.format(*PUBLIC_ADDS))
    look = "/en/library/corrections/"
    assert get(port, look, found)[0] == 404  # the desk has not taken it in
    assert halves.desk.python(TAKE_IN) == "1 1 Marked words."
    assert "received, not decided yet" in get(port, look, found)[2]
    wrong = found | {"secret": "0" * 20}
    absent = found | {"ref": "cor-0000000000-0"}
    first, second = (get(port, look, one)[2] for one in (wrong, absent))
    assert first.replace(wrong["secret"], "").replace(wrong["ref"], "") == second.replace(
        absent["secret"], ""
    ).replace(absent["ref"], "")


def test_sp08_what_is_withdrawn_is_taken_away(halves):
    assert (halves.folder / "published" / halves.snapshot / "manifest.json").exists()
    assert halves.desk.python(WITHDRAW) == "1 0"
    assert list((halves.folder / "published").iterdir()) == []
