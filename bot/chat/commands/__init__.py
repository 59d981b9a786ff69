"""What the bot does for each command and button: read, decide, write, then answer."""
