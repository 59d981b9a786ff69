"""The image under podman; run by scripts/container-test, not by the suite (needs root and runc)."""
