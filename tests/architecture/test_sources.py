"""What the source tree itself must look like."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from tests.architecture.table import ROOT, TOP_PACKAGES, python_files

FUNCTION_LINES = 40
MODULE_LINES = 300
MODELS_LINES = 350
HOOKS_LINES = 100
BASE_SETTINGS_LINES = 250

# Where going over a budget reads better. Path, or path and function → why.
LONGER_MODULES: dict[str, str] = {}
LONGER_FUNCTIONS: dict[str, str] = {}

# In the docs: `a/path.py`, `cms.a.dotted.name`.
NAMED = re.compile(r"`([\w/]*\w\.py|(?:cms|home|content_pages|search)(?:\.[a-z_]+)+)\b")

DRAWERS = {"utils", "helpers", "common", "misc"}
# Django and Wagtail with what they are made of; django_tasks is Django 6's own, for 5.2.
KERNEL_MAY_IMPORT = {
    "django",
    "django_filters",
    "django_tasks",
    "django_tasks_db",
    "modelcluster",
    "rest_framework",  # Wagtail's own API of the admin is made of it
    "taggit",
    "wagtail",
}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _imported(path: Path) -> set[str]:
    """Top-level names a module imports."""
    found = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found - set(sys.stdlib_module_names) - {*TOP_PACKAGES}


def _budget(path: Path) -> int:
    if path.name == "wagtail_hooks.py":
        return HOOKS_LINES
    if path.name == "models.py" or path.parent.name == "models":
        return MODELS_LINES
    if _name(path) == "cms/settings/base.py":
        return BASE_SETTINGS_LINES
    return MODULE_LINES


def test_locale_holds_catalogues_only() -> None:
    strangers = [_name(path) for path in (ROOT / "locale").rglob("*") if path.suffix == ".py"]
    assert strangers == [], "a module here would shadow the standard library's locale"


def _is_known(named: str, modules: set[str]) -> bool:
    """A path of a module, or its end; or a dotted name of a module or of what is in one."""
    if named.endswith(".py"):
        return any(f"/{module}.py".endswith(f"/{named}") for module in modules)
    dotted = named.replace(".", "/")
    return not {dotted, dotted.rpartition("/")[0]}.isdisjoint(modules)


def test_modules_named_in_the_docs_exist() -> None:
    paths = {_name(path) for path in ROOT.rglob("*.py") if ".venv" not in path.parts}
    modules = {path.removesuffix(".py") for path in paths}
    modules |= {module.removesuffix("/__init__") for module in modules}
    missing = [
        f"{_name(page)}: {named}"
        for page in sorted((ROOT / "docs").rglob("*.md"))
        for named in NAMED.findall(page.read_text(encoding="utf-8"))
        if not _is_known(named, modules)
    ]
    assert missing == []


def test_no_import_inside_a_function() -> None:
    hidden = [
        f"{_name(path)}:{node.lineno}"
        for path in python_files(*TOP_PACKAGES, "tests")
        for function in _functions(path)
        if not (path.name == "apps.py" and function.name == "ready")
        for node in ast.walk(function)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    assert hidden == []


def test_no_string_is_marked_inside_an_f_string() -> None:
    """Gettext finds none there: it would stay English, and no catalogue would lack it."""
    marks = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext", "pgettext_lazy"}
    hidden = [
        f"{_name(path)}:{node.lineno}"
        for path in python_files()
        for whole in ast.walk(_tree(path))
        if isinstance(whole, ast.JoinedStr)
        for node in ast.walk(whole)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in marks
    ]
    assert hidden == []


def test_block_definitions_stay_out_of_migrations() -> None:
    migrations = [path for top in TOP_PACKAGES for path in (ROOT / top).rglob("migrations/*.py")]
    assert migrations
    with_blocks = [
        _name(path)
        for path in migrations
        if re.search(r"wagtail\.blocks|block_lookup=\{[^}]", path.read_text(encoding="utf-8"))
    ]
    assert with_blocks == []


def test_no_file_is_a_drawer() -> None:
    assert [_name(p) for p in python_files() if p.stem in DRAWERS or p.parent.name in DRAWERS] == []


def test_the_kernel_imports_django_and_wagtail_only() -> None:
    strangers = {
        f"{_name(path)}: {name}"
        for path in python_files("cms/core")
        for name in _imported(path) - KERNEL_MAY_IMPORT
    }
    assert strangers == set()


def test_what_the_site_imports_is_pinned() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = {
        re.sub(r"[-_.]+", "-", name).lower() for name in re.findall(r"^([\w.-]+)==", text, re.M)
    }
    homes = packages_distributions()
    missing = {
        f"{_name(path)}: {name}"
        for path in python_files()
        for name in _imported(path)
        if not any(re.sub(r"[-_.]+", "-", dist).lower() in pinned for dist in homes.get(name, []))
    }
    assert missing == set()


def test_every_requirement_is_pinned_exactly() -> None:
    loose = [
        line
        for file in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines()
        if line and not line.startswith(("#", "-r ")) and not re.fullmatch(r"[\w.-]+==[\w.]+", line)
    ]
    assert loose == []


@pytest.mark.parametrize("top", TOP_PACKAGES)
def test_modules_stay_short(top: str) -> None:
    long = [
        f"{_name(path)}: {lines} lines, budget {_budget(path)}"
        for path in python_files(top)
        if (lines := path.read_text(encoding="utf-8").count("\n")) > _budget(path)
        and _name(path) not in LONGER_MODULES
    ]
    assert long == [], "split it, or say why in LONGER_MODULES"


@pytest.mark.parametrize("top", TOP_PACKAGES)
def test_functions_stay_short(top: str) -> None:
    long = [
        f"{_name(path)}:{function.lineno} {function.name}: {lines} lines"
        for path in python_files(top)
        for function in _functions(path)
        if (lines := (function.end_lineno or 0) - function.lineno + 1) > FUNCTION_LINES
        and f"{_name(path)} {function.name}" not in LONGER_FUNCTIONS
    ]
    assert long == [], "split it, or say why in LONGER_FUNCTIONS"


def test_hooks_files_only_register() -> None:
    classes = [
        f"{_name(path)}:{node.lineno}"
        for path in python_files()
        if path.name == "wagtail_hooks.py"
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.ClassDef)
    ]
    assert classes == []


def test_budget_exceptions_are_still_needed() -> None:
    """An exception whose file or function is gone, or short again, is taken off the list."""
    modules = [
        name
        for name in LONGER_MODULES
        if not (ROOT / name).exists()
        or (ROOT / name).read_text(encoding="utf-8").count("\n") <= _budget(ROOT / name)
    ]
    functions = {
        f"{_name(path)} {function.name}"
        for path in python_files()
        for function in _functions(path)
        if (function.end_lineno or 0) - function.lineno + 1 > FUNCTION_LINES
    }
    assert (modules, sorted(set(LONGER_FUNCTIONS) - functions)) == ([], [])
