"""Running calls in transactions of their own that begin together."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from core.refusals import Refusal


def at_once(*calls) -> list:
    """Run calls in threads that start together; return results and refusals."""
    barrier = Barrier(len(calls))

    def run(call):
        barrier.wait()
        try:
            return call()
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))
