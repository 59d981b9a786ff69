"""What operators need: logs, checks, backups."""
