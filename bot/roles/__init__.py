"""The five kinds of work: each reads, decides and writes, and returns a report."""
