"""compose.yaml, the systemd unit and the dashboard fit the program and each other."""

import configparser
import json
import re
import subprocess
import sys
from pathlib import Path

import yaml

from bot.cli.parser import ROLES
from bot.ops.meters import Meters, Readings
from bot.settings import PREFIX, Settings

ROOT = Path(__file__).parents[2]
SETTINGS = {PREFIX + name.upper() for name in Settings.model_fields}
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))


def unit() -> configparser.ConfigParser:
    # systemd allows a key several times; ours has each once, and strict parsing holds that.
    parser = configparser.ConfigParser(interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # documented use
    parser.read(ROOT / "deploy" / "systemd" / "sariwarta.service", encoding="utf-8")
    return parser


def test_every_container_of_ours_is_without_rights() -> None:
    ours = [service for service in COMPOSE["services"].values() if service["image"] == "sariwarta"]

    assert len(ours) == 2
    for service in ours:
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]


def test_every_service_is_limited_watched_and_comes_again() -> None:
    for name, service in COMPOSE["services"].items():
        assert service["restart"] == "unless-stopped", name
        assert service["mem_limit"], name
        assert service["pids_limit"], name
        assert service["logging"]["options"]["max-size"], name
        # Our own image brings its check.
        assert "healthcheck" in service or service["image"] == "sariwarta", name


def test_compose_names_settings_and_roles_that_exist() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    roles = COMPOSE["services"]["poller"]["command"][2].split(",")

    assert set(re.findall(rf"{PREFIX}\w+", text)) <= SETTINGS
    assert set(roles) <= set(ROLES)


def test_without_a_profile_only_the_bot_starts() -> None:
    plain = [name for name, service in COMPOSE["services"].items() if "profiles" not in service]

    assert plain == ["bot"]


def test_what_compose_mounts_is_there() -> None:
    mounted = [
        source
        for service in COMPOSE["services"].values()
        for source, *_ in (str(volume).split(":") for volume in service.get("volumes", ()))
        if source.startswith("./")
    ]

    assert mounted
    assert [source for source in mounted if not (ROOT / source).exists()] == []


def test_unit_names_settings_that_exist_and_spares_wrong_ones() -> None:
    service = unit()["Service"]

    assert set(re.findall(rf"{PREFIX}\w+", service["Environment"])) <= SETTINGS
    assert service["RestartPreventExitStatus"] == "78"
    assert service["NoNewPrivileges"] == "yes"


def test_alarms_and_dashboard_ask_for_metrics_that_exist() -> None:
    nothing = Readings(rows={}, feeds={}, subscribers={}, outbox_age=0)
    known = set(re.findall(r"^# TYPE (\w+)", Meters().text(nothing).decode(), re.MULTILINE))
    texts = [
        (ROOT / "deploy" / name).read_text(encoding="utf-8")
        for name in ("prometheus/alerts.yml", "grafana/sariwarta.json")
    ]
    asked = set(re.findall(r"\bsariwarta_\w+", " ".join(texts)))

    assert {name.removesuffix("_bucket") for name in asked} - known == set()


def test_dashboard_is_what_its_script_writes(tmp_path: Path) -> None:
    folder = ROOT / "deploy" / "grafana"
    copy = tmp_path / "make.py"
    copy.write_text((folder / "make.py").read_text(encoding="utf-8"), encoding="utf-8")

    subprocess.run([sys.executable, str(copy)], check=True)  # noqa: S603 -- our own script

    written = json.loads((tmp_path / "sariwarta.json").read_text(encoding="utf-8"))
    assert written == json.loads((folder / "sariwarta.json").read_text(encoding="utf-8"))
    assert len({panel["id"] for panel in written["panels"]}) == len(written["panels"])
