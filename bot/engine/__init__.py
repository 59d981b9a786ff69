"""What runs the roles: loops in this process."""
