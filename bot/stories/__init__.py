"""Reports of one event become one story; stories get topics and a rank. Pure."""
