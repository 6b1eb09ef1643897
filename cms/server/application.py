"""The site behind granian's RSGI interface: who answers what, in which thread, from when on.

A request passes three doors. Its body is read by the event loop, against a clock. Then it waits
before the threads of its kind, of which there are three: reads of the API, other reads, and
whatever may write. Writers that wait for each other never take a thread from a reader.
"""

import logging
from asyncio import AbstractEventLoop
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from cms.core.http import SAFE
from cms.server.answering import WSGIApplication, answer
from cms.server.bodies import Limits, Refused, new_file, read_body
from cms.server.environ import environ
from cms.server.pools import Busy, Pool, Size
from cms.server.protocol import HTTPProtocol, Scope
from cms.server.refusing import refuse

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sizes:
    """Of the pools, and how many bodies may be on their way at once."""

    reads: Size
    pages: Size
    writes: Size
    bodies: int


@dataclass(frozen=True)
class Reads:
    """What is answered without Django's handler: which addresses, and by what.

    `first` are addresses of others that must be answered when nothing else is.
    """

    includes: Callable[[str], bool]
    answer: Callable[[Scope, str, HTTPProtocol], None]
    first: frozenset[str]


class Application:
    """An RSGI application around a WSGI one."""

    def __init__(
        self, application: WSGIApplication, reads: Reads, sizes: Sizes, limits: Limits
    ) -> None:
        self.application = application
        self.reads = reads
        self.sizes = sizes
        self.limits = limits
        self._bodies = 0

    def __rsgi_init__(self, loop: AbstractEventLoop) -> None:
        self._reads = Pool("reads", self.sizes.reads, loop)
        self._pages = Pool("pages", self.sizes.pages, loop)
        self._writes = Pool("writes", self.sizes.writes, loop)

    def __rsgi_del__(self, loop: AbstractEventLoop) -> None:
        for pool in (self._reads, self._pages, self._writes):
            pool.stop()

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        path = scope.path
        try:
            if self.reads.includes(path):
                await self._reads.run(lambda: self.reads.answer(scope, path, protocol))
            elif scope.method in SAFE:
                pool = self._reads if path in self.reads.first else self._pages
                await pool.run(lambda: self._answer(scope, BytesIO(), None, protocol))
            else:
                await self._write(scope, protocol)
        except Refused as refusal:
            refuse(refusal.status, scope, protocol)
        except Busy:
            refuse(503, scope, protocol)

    async def _write(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Spends a thread on the request when all of it is here."""
        if self._bodies >= self.sizes.bodies:
            raise Busy
        with new_file() as body:
            self._bodies += 1
            try:
                length = await read_body(aiter(protocol), _declared(scope), self.limits, body)
            finally:
                self._bodies -= 1
            await self._writes.run(lambda: self._answer(scope, body, length, protocol))

    def _answer(
        self, scope: Scope, body: IO[bytes], length: int | None, protocol: HTTPProtocol
    ) -> None:
        answer(self.application, environ(scope, body, length), protocol)


def _declared(scope: Scope) -> int | None:
    """The Content-Length, which the server has made sure is a number."""
    with suppress(TypeError, ValueError):
        return int(str(scope.headers.get("content-length")))
    return None
