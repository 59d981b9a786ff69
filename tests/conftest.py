"""What holds for all tests."""

from hypothesis import settings

# A busy machine makes single examples slow; pytest-timeout ends what really hangs.
settings.register_profile("no deadline", deadline=None)
settings.register_profile("long", deadline=None, max_examples=3000)
settings.load_profile("no deadline")
