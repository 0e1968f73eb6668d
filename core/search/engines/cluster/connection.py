"""The way to the cluster, closed for a while after it led nowhere."""

import time
from collections.abc import Callable
from typing import Final, TypeVar

from elastic_transport import TransportError
from elastic_transport.client_utils import DEFAULT
from elasticsearch import ApiError, Elasticsearch
from elasticsearch.serializer import OrjsonSerializer

from core.search.engines.base import EngineAway

_Answer = TypeVar("_Answer")
_TIMEOUT_SECONDS: Final = 3.0
# Whoever asks while the way is closed is answered by the other engine at once.
_REST_SECONDS: Final = 2.0
# Refused, or nothing indexed yet: another engine answers, but asking again may help.
_REFUSED: Final = frozenset({401, 403, 404})
_OVERBURDENED: Final = frozenset({408, 429, 500, 502, 503, 504})


class Connection:
    """A client that reports every kind of absence as EngineAway."""

    def __init__(self, url: str, *, api_key: str = "", ca_cert: str = "") -> None:
        """Take the address, with user and password in it or an API key beside it."""
        self.client = Elasticsearch(
            url,
            api_key=api_key or None,
            ca_certs=ca_cert or DEFAULT,
            serializer=OrjsonSerializer(),
            request_timeout=_TIMEOUT_SECONDS,
            max_retries=0,
            retry_on_timeout=False,
        )
        self._closed_until = 0.0

    def ask(self, request: Callable[[], _Answer]) -> _Answer:
        """Return what the request returns; raise EngineAway when nobody answers."""
        if time.monotonic() < self._closed_until:
            message = "The search cluster did not answer a moment ago."
            raise EngineAway(message)
        try:
            return request()
        except ApiError as error:
            if error.status_code in _OVERBURDENED:
                self._rest()
            elif error.status_code not in _REFUSED:
                raise
            raise EngineAway(str(error)) from error
        except TransportError as error:
            self._rest()
            raise EngineAway(str(error)) from error

    def _rest(self) -> None:
        self._closed_until = time.monotonic() + _REST_SECONDS
