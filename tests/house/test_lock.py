"""What the image installs, by uv.lock: for both processors, no compiler, nothing heavy."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
# Published as source only, a few Python files each: installing them needs no compiler.
SOURCE_ONLY = {"docopt", "breadability"}
HEAVY = {"numpy", "scipy", "scikit-learn", "pandas", "torch"}

Package = dict[str, Any]  # Any: a table of uv.lock


def _locked() -> dict[str, Package]:
    packages = tomllib.loads((ROOT / "uv.lock").read_text(encoding="utf-8"))["package"]
    return {package["name"]: package for package in packages}


def _installed() -> dict[str, Package]:
    """What `uv sync --no-dev --extra cluster` installs on Linux."""
    locked = _locked()
    found: dict[str, Package] = {}
    waiting = [("sariwarta", frozenset({"cluster"}))]
    while waiting:
        name, extras = waiting.pop()
        package = locked[name]
        needs = list(package.get("dependencies", ()))
        for extra in extras:
            needs += package.get("optional-dependencies", {}).get(extra, ())
        if name not in found:
            found[name] = package
            waiting += [
                (need["name"], frozenset(need.get("extra", ()))) for need in needs if _linux(need)
            ]
    del found["sariwarta"]
    return found


def _linux(need: Package) -> bool:
    return "win32" not in need.get("marker", "") or "!=" in need["marker"]


def _fits(wheel: str, machine: str) -> bool:
    """Whether a wheel's file name fits Linux on this machine and the image's Python."""
    python, _, platform = wheel.removesuffix(".whl").split("-")[-3:]
    if platform == "any":
        return True
    right_python = "cp313" in python or "abi3" in wheel or "py3" in python
    return right_python and "manylinux" in platform and machine in platform


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_every_dependency_has_a_wheel(machine: str) -> None:
    missing = {
        name
        for name, package in _installed().items()
        if not any(
            _fits(wheel["url"].rsplit("/", 1)[1], machine) for wheel in package.get("wheels", ())
        )
    }

    assert missing <= SOURCE_ONLY


def test_nothing_heavy_comes_with_it() -> None:
    assert HEAVY.isdisjoint(_installed())
    assert {"aiohttp", "nltk", "asyncpg", "brotli", "pgqueuer"} <= set(_installed())
