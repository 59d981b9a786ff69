"""docs/operations.md knows every metric and every log event; alarms ask for what exists."""

import ast
import re
from pathlib import Path

from bot.ops.meters import Meters, Readings

ROOT = Path(__file__).parents[2]
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
ASKING = ("deploy/grafana/sariwarta.json", "deploy/prometheus/alerts.yml")


def events() -> set[str]:
    """The first argument of every call on `log` in the program."""
    found = set()
    for path in [*(ROOT / "bot").rglob("*.py"), *(ROOT / "storage").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Attribute(value=ast.Name(id="log")),
                    args=[ast.Constant(value=str(event)), *_],
                ):
                    found.add(event)
    return found


def names() -> set[str]:
    """Every metric, as Prometheus calls it."""
    readings = Readings(rows={}, feeds={}, subscribers={}, outbox_age=0)
    found = re.findall(r"^# TYPE (sariwarta_\w+)", Meters().text(readings).decode(), re.M)
    return {name for name in found if not name.endswith("_created")}


def test_every_event_is_documented() -> None:
    assert [event for event in sorted(events()) if f"`{event}`" not in OPERATIONS] == []
    assert "role.done" in events()


def test_every_metric_is_documented() -> None:
    documented = set(re.findall(r"^\| `(sariwarta_\w+)", OPERATIONS, re.M))

    assert documented == names()


def test_dashboard_and_alarms_ask_for_metrics_that_exist() -> None:
    texts = "".join((ROOT / name).read_text(encoding="utf-8") for name in ASKING)
    asked = {
        re.sub(r"_(bucket|count|sum)$", "", name) for name in re.findall(r"sariwarta_\w+", texts)
    }

    assert asked <= names()
    assert len(asked) > 10
