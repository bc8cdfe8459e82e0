"""An upload over a line that is cut, and over one that is slow and lossy."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from cairn.accounts.actions import add_membership, create_organisation
from cairn.accounts.models import User
from cairn.files.models import Upload
from tests.functional.cut_line import CutLine
from tests.functional.slow_line import Line, SlowLine
from tests.instances import wait_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def steward(signed_in: dict[str, Any]) -> dict[str, Any]:
    organisation = create_organisation(key="office", name="Office", kind="project", by=None)
    user = User.objects.get(username="amina")
    add_membership(user=user, organisation=organisation, role="steward", by=None)
    return signed_in


def table_of(path: Path, size: int) -> Path:
    lines = ["Incident ID,Date,Country,Dead"]
    while sum(map(len, lines[-1:])) * len(lines) < size:
        lines.append(f"x{len(lines):06},2024-03-{1 + len(lines) % 28:02},Italy,{len(lines) % 9}")
    path.write_text("\n".join(lines))
    return path


def port_of(site: str) -> int:
    return int(site.rsplit(":", 1)[1])


def arrived(path: Path) -> bool:
    upload = Upload.objects.get()
    return upload.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def send(page: Page, path: Path) -> None:
    page.set_input_files('input[type="file"]', path)
    page.locator("[data-send]").click()


def test_an_upload_goes_on_after_the_line_was_cut_at_60_percent(
    desk_site: str,
    steward: dict[str, Any],
    context: Callable[..., BrowserContext],
    tmp_path: Path,
) -> None:
    path = table_of(tmp_path / "cut.csv", 3_000_000)
    size = path.stat().st_size
    page = context(**steward).new_page()
    page.goto(f"{desk_site}/en/desk/imports/new/")
    with CutLine(port_of(desk_site), after=int(0.6 * size)) as line:
        page.goto(f"http://localhost:{line.port}/en/desk/imports/new/")
        asked: list[str] = []
        page.on("request", lambda one: asked.append(one.headers.get("content-range", "")))
        send(page, path)
        status = page.locator("[data-status]")
        expect(status).to_contain_text("The line was cut", timeout=15_000)
        page.wait_for_url("**/imports/columns/**", timeout=30_000)
        assert line.cut_at
    begun = [int(one.split()[1].split("-")[0]) for one in asked if one]
    assert begun == sorted(begun)  # what had arrived was not sent again
    assert begun.count(0) == 1
    assert arrived(path)


def test_an_upload_goes_on_after_the_page_was_closed(
    desk_site: str,
    steward: dict[str, Any],
    context: Callable[..., BrowserContext],
    tmp_path: Path,
) -> None:
    path = table_of(tmp_path / "tomorrow.csv", 3_000_000)
    page = context(**steward).new_page()
    with CutLine(port_of(desk_site), after=1_500_000, away=60) as line:
        page.goto(f"http://localhost:{line.port}/en/desk/imports/new/")
        send(page, path)
        expect(page.locator("[data-status]")).to_contain_text("trying again", timeout=15_000)
        page.close()
    held = Upload.objects.get().received
    assert 0 < held < path.stat().st_size
    page = context(**steward).new_page()
    page.goto(f"{desk_site}/en/desk/imports/new/")
    expect(page.get_by_text("choose the same file again")).to_be_visible()
    send(page, path)
    page.wait_for_url("**/imports/columns/**", timeout=20_000)
    assert Upload.objects.count() == 1
    assert arrived(path)


def test_the_same_file_goes_on_from_another_machine_while_the_first_hangs(
    desk_site: str,
    steward: dict[str, Any],
    context: Callable[..., BrowserContext],
    tmp_path: Path,
) -> None:
    path = table_of(tmp_path / "same.csv", 1_000_000)
    first = context(**steward).new_page()
    with CutLine(port_of(desk_site), after=300_000, silent=True) as line:
        first.goto(f"http://localhost:{line.port}/en/desk/imports/new/")
        send(first, path)
        wait_for(lambda: bool(line.cut_at))
        second = context(**steward).new_page()
        second.goto(f"{desk_site}/en/desk/imports/new/")
        send(second, path)
        second.wait_for_url("**/imports/columns/**", timeout=20_000)
        assert Upload.objects.count() == 1
        assert arrived(path)
        third = context(**steward).new_page()  # what is whole is not gone on with
        third.goto(f"{desk_site}/en/desk/imports/new/")
        send(third, path)
        third.wait_for_url("**/imports/columns/**", timeout=20_000)
        assert Upload.objects.count() == 2
        first.close()


def test_a_slow_and_lossy_line_carries_a_file(
    desk_site: str,
    steward: dict[str, Any],
    context: Callable[..., BrowserContext],
    tmp_path: Path,
) -> None:
    path = table_of(tmp_path / "slow.csv", 60_000)
    up = Line(bits_per_second=64_000)
    down = Line(bits_per_second=2_000_000, delay=0.1, loss=0.0)
    with SlowLine(port_of(desk_site), down=down, up=up) as line:
        page = context(**steward).new_page()
        page.goto(f"http://localhost:{line.port}/en/desk/imports/new/", timeout=60_000)
        send(page, path)
        page.wait_for_url("**/imports/columns/**", timeout=90_000, wait_until="commit")
    assert arrived(path)
