"""What stands beside the program: compose, the unit, the dashboard."""
