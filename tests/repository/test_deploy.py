"""What is shipped for servers fits the program: units, settings, and the page about them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from cairn.config.environment import Environment
from cairn.console import main, serve

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
PAGE = (ROOT / "docs" / "server.md").read_text(encoding="utf-8")
PROGRAM = "/srv/cairn/.venv/bin/cairn"
UNITS = sorted([*DEPLOY.glob("*.service"), *DEPLOY.glob("*.timer")])
SETTINGS = sorted(DEPLOY.glob("*.env"))


def lines_of(path: Path, name: str) -> list[str]:
    return re.findall(rf"^{name}=(.*)$", path.read_text(), re.MULTILINE)


def known(path: Path) -> dict[str, str]:
    pairs = [line for line in path.read_text().splitlines() if line and line[0] != "#"]
    return dict(pair.split("=", 1) for pair in pairs)


@pytest.mark.parametrize("unit", UNITS, ids=lambda path: path.name)
def test_systemd_understands_each_unit(unit, tmp_path):
    text = unit.read_text()
    assert re.fullmatch(r"(\[\w+\]\n(?:[A-Z]\w+=.*\n)+\n?)+", text), "a line that is no setting"
    if shutil.which("systemd-analyze") is None:
        return
    for one in UNITS:  # a timer names its service
        (tmp_path / one.name).write_text(one.read_text().replace(PROGRAM, "/bin/true"))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)],
        capture_output=True,
        text=True,
    )
    assert unit.stem not in done.stderr, done.stderr


@pytest.mark.parametrize("unit", [one for one in UNITS if one.suffix == ".service"], ids=str)
def test_each_service_starts_something_that_there_is(unit):
    (command,) = lines_of(unit, "ExecStart")
    program, name, *words = command.split()
    assert program == PROGRAM
    commands = {path.stem for path in main.COMMANDS.glob("[a-z]*.py")} | main.WITHOUT_DJANGO.keys()
    assert name in commands
    if name == "serve":
        chosen = serve._arguments(words)
        assert chosen.desk != chosen.public
    (settings,) = lines_of(unit, "EnvironmentFile")
    assert DEPLOY / Path(settings).name in SETTINGS


def test_the_public_service_is_another_user_that_sees_nothing_of_the_desk():
    public, desk = DEPLOY / "cairn-public.service", DEPLOY / "cairn-desk.service"
    assert lines_of(public, "User") != lines_of(desk, "User")
    hidden = lines_of(public, "InaccessiblePaths")[0].replace("-/", "/").split()
    assert known(DEPLOY / "desk.env")["CAIRN_DATA"] in hidden
    assert "/etc/cairn/desk.env" in hidden


@pytest.mark.parametrize("path", SETTINGS, ids=lambda path: path.name)
def test_every_setting_of_an_example_is_one_and_can_be_read(path):
    given = known(path)
    fields = {f"CAIRN_{name.upper()}" for name in Environment.__dataclass_fields__}
    assert given.keys() <= fields
    read = Environment.read(given)
    assert read.secure
    assert read.django_database()["USER"] in {"cairn", "cairn-public"}


def test_both_halves_agree_where_published_files_are_and_on_nothing_else():
    desk, public = (known(DEPLOY / name) for name in ("desk.env", "public.env"))
    assert desk["CAIRN_PUBLISHED"] == public["CAIRN_PUBLISHED"]
    assert desk["CAIRN_PUBLIC_ROLE"] == Environment.read(public).django_database()["USER"]
    for name in ("CAIRN_DATA", "CAIRN_DATABASE", "CAIRN_ORIGIN", "CAIRN_HOSTS"):
        assert desk[name] != public[name]
    assert "CAIRN_SECRET_KEY" not in desk.keys() | public.keys()


def test_the_proxies_lead_to_the_ports_of_the_services():
    ports = {
        port
        for unit in UNITS
        for command in lines_of(unit, "ExecStart")
        for port in re.findall(r"--port (\d+)", command)
    }
    assert len(ports) == 2
    for name in ("nginx.conf", "Caddyfile"):
        assert set(re.findall(r"127\.0\.0\.1:(\d+)", (DEPLOY / name).read_text())) == ports


def test_the_page_names_what_is_shipped_and_every_command_on_it_exists():
    for name in ("desk.env", "public.env", "nginx.conf", "Caddyfile", "Containerfile"):
        assert f"deploy/{name}" in PAGE
    for unit in UNITS:
        assert unit.stem in PAGE
    used = set(re.findall(r"cairn-as-desk (\w+)", PAGE))
    commands = {path.stem for path in main.COMMANDS.glob("[a-z]*.py")} | main.WITHOUT_DJANGO.keys()
    assert used - {"EOF"} <= commands
    assert len(PAGE.splitlines()) < 150  # it fits one page
