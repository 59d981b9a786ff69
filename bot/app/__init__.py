"""The composition root: settings in, a running program out.

Nothing is imported here: each act loads only what it needs, and a poller no Telegram.
"""
