"""compose.yaml under Docker; run by scripts/compose-test, not by the suite."""
