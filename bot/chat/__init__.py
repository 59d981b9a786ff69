"""Telegram: commands, screens, rendering, sending."""
