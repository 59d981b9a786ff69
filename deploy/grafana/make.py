"""Writes sariwarta.json, the dashboard: `python deploy/grafana/make.py`."""

import json
from pathlib import Path

SOURCE = {"type": "prometheus", "uid": "prometheus"}
# What the database counts is the same from every process of a fleet (max), what a process did is
# not (sum).
# Each: title, unit, kind, then queries with their legends.
PANELS = (
    ("Subscribers", "short", "stat", [("sum(max by (status) (sariwarta_subscribers))", "all")]),
    ("Waiting to be sent", "short", "stat", [("max(sariwarta_outbox_messages)", "messages")]),
    ("Oldest waits", "s", "stat", [("max(sariwarta_outbox_age_seconds)", "seconds")]),
    ("Database", "bytes", "stat", [("max(sariwarta_database_bytes)", "size")]),
    (
        "Feeds by health",
        "short",
        "timeseries",
        [("max by (health) (sariwarta_feeds)", "{{health}}")],
    ),
    (
        "Polls by outcome",
        "ops",
        "timeseries",
        [("sum by (outcome) (rate(sariwarta_polls_total[10m]))", "{{outcome}}")],
    ),
    (
        "From entries to digests, an hour",
        "short",
        "timeseries",
        [
            ("sum(increase(sariwarta_entries_total[1h]))", "new entries"),
            ("sum(increase(sariwarta_stories_summarised_total[1h]))", "stories told"),
            ("sum(increase(sariwarta_digests_total[1h]))", "digests"),
        ],
    ),
    (
        "Sends by outcome",
        "ops",
        "timeseries",
        [("sum by (outcome) (rate(sariwarta_sends_total[5m]))", "{{outcome}}")],
    ),
    (
        "Worker seconds, 95th of a hundred",
        "s",
        "timeseries",
        [
            (
                "histogram_quantile(0.95,"
                " sum by (task, le) (rate(sariwarta_worker_seconds_bucket[10m])))",
                "{{task}}",
            )
        ],
    ),
    (
        "Event loop lag, 99th of a hundred",
        "s",
        "timeseries",
        [
            (
                "histogram_quantile(0.99, rate(sariwarta_loop_lag_seconds_bucket[10m]))",
                "{{instance}}",
            )
        ],
    ),
)


def dashboard() -> dict[str, object]:
    panels, x, y = [], 0, 0
    for number, (title, unit, kind, queries) in enumerate(PANELS, start=1):
        width, height = (6, 4) if kind == "stat" else (12, 8)
        panels.append(
            {
                "id": number,
                "title": title,
                "type": kind,
                "datasource": SOURCE,
                "gridPos": {"x": x, "y": y, "w": width, "h": height},
                "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
                "targets": [
                    {"refId": chr(65 + place), "expr": query, "legendFormat": legend}
                    for place, (query, legend) in enumerate(queries)
                ],
            }
        )
        x = (x + width) % 24
        y += height if x == 0 else 0
    return {
        "uid": "sariwarta",
        "title": "Sariwarta",
        "schemaVersion": 39,
        "refresh": "1m",
        "time": {"from": "now-24h", "to": "now"},
        "panels": panels,
    }


if __name__ == "__main__":
    Path(__file__).with_name("sariwarta.json").write_text(json.dumps(dashboard(), indent=1) + "\n")
