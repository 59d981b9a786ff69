"""Secrets of our own, derived from the one secret that every operator has."""

import hmac

from bot.settings import Settings


def derived(settings: Settings, purpose: str) -> str:
    """Known to whoever knows the token, and to nobody else; another one for each purpose."""
    token = settings.telegram_token.get_secret_value()
    return hmac.new(token.encode(), purpose.encode(), "sha256").hexdigest()
