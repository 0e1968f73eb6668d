"""Real services for the tests: found on the machine, started on loopback."""
