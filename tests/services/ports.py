"""Free ports, and waiting until somebody listens."""

import socket
import time

_PATIENCE_SECONDS = 20


def free_port() -> int:
    """Return a port of the loopback interface that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for_port(port: int, *, name: str) -> None:
    """Return once something listens; RuntimeError names what did not start."""
    for _ in range(_PATIENCE_SECONDS * 20):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    message = f"{name} did not start."
    raise RuntimeError(message)
