"""Rules of the house that a machine can keep an eye on; why they hold is written in docs/adr."""

import ast
import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "cairn"
WRITES = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "delete"}
LEVELS = ("open", "restricted", "personal")
LONGEST = 400
GENERATED = ("migrations",)


def python_files(*parts: str) -> list[Path]:
    return sorted(
        path
        for part in parts
        for path in (ROOT / part).rglob("*.py")
        if not {*GENERATED, "node_modules"} & set(path.parts)
    )


def tracked() -> list[Path]:
    """The files that are, or are about to be, in the repository."""
    words = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if model.__module__.startswith("cairn.")]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("model", our_models(), ids=lambda model: model._meta.label)
def test_every_field_says_how_sensitive_it_is(model):
    declared = [name for level in LEVELS for name in getattr(model.Sensitivity, level, ())]
    assert sorted(declared) == sorted(field.name for field in model._meta.fields)


DOORS = python_files("cairn/web", "cairn/api", "cairn/console")


@pytest.mark.parametrize("path", DOORS, ids=name_of)
def test_doors_write_only_through_actions(path):
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    written = {
        call.func.attr
        for call in calls
        if isinstance(call.func, ast.Attribute) and not _of_a_file(call.func.value)
    }
    assert not WRITES & written


def _of_a_file(value: ast.expr) -> bool:
    """`form.save()` of nobody's model is not known here, but pictures and sessions are."""
    return isinstance(value, ast.Name) and value.id in {"image", "session", "workbook"}


OWN_ROLES = re.compile(r"memberships\.current\(|objects\.current\(\)\.filter\(user=")
ALL_ROLES = {  # where the roles of a person count in whichever name she works, and why
    "cairn/accounts/working.py": "where the choice is made",
    "cairn/accounts/providers/actions.py": "of whoever comes in, before there is a name to work in",
    "cairn/accounts/providers/queries.py": "of one's own links, in whichever name one works",
    "cairn/accounts/recovery.py": "of a person who lost a factor, every organisation knows her",
    "cairn/rights/policies.py": "what bars a reviewer does so in every name",
    "cairn/reporting/actions.py": "of somebody else, whose import is open",
    "cairn/web/desk/people/working.py": "the page of the choice",
}


def test_what_a_person_may_do_is_asked_of_the_name_in_which_she_works():
    found = {
        str(path.relative_to(ROOT))
        for path in python_files("cairn")
        if OWN_ROLES.search(re.sub(r"\s", "", path.read_text(encoding="utf-8")))
    }
    assert found == set(ALL_ROLES)  # anywhere else it is `accounts.working.roles_held_by`


@pytest.mark.parametrize("path", python_files("cairn", "tools", "bench"), ids=name_of)
def test_every_module_opens_with_a_sentence(path):
    text = path.read_text(encoding="utf-8")
    if path.name == "__init__.py":
        assert text == "", "an __init__.py stays empty"
        return
    said = ast.get_docstring(ast.parse(text)) or ""
    first = said.split("\n\n")[0].strip()
    assert first.endswith((".", "!", "?", ":", "…")), (
        f"{name_of(path)} does not say what it decides"
    )


@pytest.mark.parametrize("path", python_files("cairn", "tools", "tests", "bench"), ids=name_of)
def test_no_file_is_longer_than_one_can_hold_in_mind(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST


@pytest.mark.parametrize(
    "path", sorted([*PACKAGE.rglob("*.yaml"), *PACKAGE.rglob("*.yml")]), ids=name_of
)
def test_every_yaml_loads(path):
    with path.open(encoding="utf-8") as file:
        assert yaml.load(file, yaml.CSafeLoader) is not None


def test_every_json_loads():
    for path in PACKAGE.rglob("*.json"):
        assert json.loads(path.read_text(encoding="utf-8")) is not None, name_of(path)


def test_nothing_in_the_repository_names_a_machine_or_a_host_of_packages():
    home = re.compile(
        rb"/(?:home|Users|root|work|opt)/\w|/tmp/(?!\.X)\w|registry\.npmjs|pypi\.org/simple"
        rb"|files\.pythonhosted|\"resolved\":"
    )
    binary = {".woff2", ".png", ".jpg", ".xlsx", ".parquet", ".mo", ".zip", ".gz", ".pdf", ".xls"}
    found = {}
    for path in tracked():
        if path.suffix in binary or path == Path(__file__) or "tests" in path.parts:
            continue
        if hits := home.findall(path.read_bytes()):
            found[name_of(path)] = hits[:3]
    assert not found


@pytest.mark.parametrize("path", sorted(ROOT.glob("requirements*.lock")), ids=name_of)
def test_every_locked_package_has_its_hashes_and_names_no_host(path):
    blocks = re.split(r"\n(?=[A-Za-z0-9])", path.read_text())
    pinned = [block for block in blocks if "==" in block.split("\n")[0]]
    assert pinned
    assert not [block.split(" ")[0] for block in pinned if "--hash=sha256:" not in block]
    assert "://" not in path.read_text()


def test_the_front_end_is_pinned_exactly_and_locked_with_hashes():
    asked = json.loads((ROOT / "package.json").read_text())
    for versions in (asked["dependencies"], asked.get("devDependencies", {})):
        assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in versions.values())
    locked = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert all("integrity" in entry for name, entry in locked.items() if name)


def test_every_dependency_has_its_reason_in_a_decision():
    decisions = "\n".join(path.read_text() for path in (ROOT / "docs" / "adr").glob("*.md"))
    lines = "".join(
        (ROOT / name).read_text()
        for name in ("requirements.in", "requirements-dev.in", "requirements-setup.in")
    ).splitlines()
    names = [re.split(r"[\[<>=]", line)[0].strip() for line in lines if line[:1].isalnum()]
    package = json.loads((ROOT / "package.json").read_text())
    names += [*package["dependencies"], *package.get("devDependencies", {})]
    assert not [name for name in names if f"`{name}`" not in decisions]


def test_decisions_are_numbered_without_gaps_and_dated():
    found = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
    assert [int(path.name[:4]) for path in found] == list(range(1, len(found) + 1))
    for path in found:
        text = path.read_text()
        assert re.search(r"^\d{4}-\d{2}-\d{2}", text.split("\n", 2)[2], re.MULTILINE), path.name
        assert len(text.splitlines()) <= 60, path.name


def test_every_command_is_documented():
    told = "\n".join((ROOT / name).read_text() for name in ("README.md", "DEVELOPERS.md"))
    commands = PACKAGE / "console" / "management" / "commands"
    names = {path.stem for path in commands.glob("[a-z]*.py")} | {"serve", "version"}
    assert not [name for name in names if f"cairn {name}" not in told]
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert not [name for name in targets if name != "help" and f"make {name}" not in told]


def test_every_setting_is_documented():
    from dataclasses import fields

    from cairn.config.environment import Environment

    told = (ROOT / "docs" / "install.md").read_text()
    assert not [f.name for f in fields(Environment) if f"CAIRN_{f.name.upper()}" not in told]


def test_the_changelog_says_something():
    text = (ROOT / "CHANGELOG.md").read_text()
    assert len(text.split()) > 60


def test_the_layers_of_the_contract_are_those_on_disk():
    text = (ROOT / "pyproject.toml").read_text()
    for path in PACKAGE.iterdir():
        if (path / "__init__.py").exists():
            assert f'"{path.name}' in text or f"| {path.name}" in text, path.name


def test_every_public_door_is_under_the_contract_of_the_public_face():
    text = (ROOT / "pyproject.toml").read_text()
    for part in ("web", "api"):
        if (PACKAGE / part / "public").exists() or (PACKAGE / part / "public.py").exists():
            assert f"cairn.{part}.public" in text
