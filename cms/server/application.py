"""The site behind granian's RSGI interface: who answers what, in which thread, from when on.

A request passes three doors. Its body is read by the event loop, against a clock. Then it waits
before the threads of its kind: reads of the API, other reads, screens of the admin, what is sent by
who has said who they are, and what is sent by others, such as who signs in. Those that wait for
another writer never take a thread from those that do not.
"""

import logging
from asyncio import AbstractEventLoop
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from cms.core.http import SAFE, client_address
from cms.server.answering import WSGIApplication, answer
from cms.server.bodies import Limits, Refused, new_file, read_body
from cms.server.environ import ReadMeta, environ
from cms.server.pools import Busy, Pool, Size
from cms.server.protocol import HTTPProtocol, Scope
from cms.server.refusing import refuse
from cms.server.senders import Admin, Bodies

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Sizes:
    """Of the pools, and how many bodies may be held at once: on their way, waiting or at work."""

    reads: Size
    pages: Size
    screens: Size
    writes: Size
    sign_ins: Size
    bodies: int
    bodies_of_address: int


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
        self,
        application: WSGIApplication,
        reads: Reads,
        admin: Admin,
        sizes: Sizes,
        limits: Limits,
    ) -> None:
        self.application = application
        self.reads = reads
        self.admin = admin
        self.sizes = sizes
        self.limits = limits
        self._bodies = Bodies(sizes.bodies, sizes.bodies_of_address, _address)

    def __rsgi_init__(self, loop: AbstractEventLoop) -> None:
        self._reads = Pool("reads", self.sizes.reads, loop)
        self._pages = Pool("pages", self.sizes.pages, loop)
        self._screens = Pool("screens", self.sizes.screens, loop)
        self._writes = Pool("writes", self.sizes.writes, loop)
        self._sign_ins = Pool("sign-ins", self.sizes.sign_ins, loop)

    def __rsgi_del__(self, loop: AbstractEventLoop) -> None:
        for pool in (self._reads, self._pages, self._screens, self._writes, self._sign_ins):
            pool.stop()

    async def __rsgi__(self, scope: Scope, protocol: HTTPProtocol) -> None:
        path = scope.path
        try:
            if self.reads.includes(path):
                await self._reads.run(lambda: self.reads.answer(scope, path, protocol))
            elif scope.method in SAFE:
                pool = self._pool_of_read(scope)
                await pool.run(lambda: self._answer(scope, BytesIO(), None, protocol))
            else:
                await self._write(scope, protocol)
        except Refused as refusal:
            refuse(refusal.status, scope, protocol)
        except Busy:
            refuse(503, scope, protocol)

    def _pool_of_read(self, scope: Scope) -> Pool:
        if scope.path in self.reads.first:
            return self._reads
        return self._screens if self.admin.is_screen(scope) else self._pages

    async def _write(self, scope: Scope, protocol: HTTPProtocol) -> None:
        """Spends a thread on the request when all of it is here."""
        outside = self.admin.is_from_outside(scope)
        most = self.limits.size_from_outside if outside else self.limits.size
        pool = self._sign_ins if outside else self._writes
        with self._bodies.one(scope), new_file() as body:
            length = await read_body(
                aiter(protocol), _declared(scope), self.limits, body, most=most
            )
            await pool.run(lambda: self._answer(scope, body, length, protocol))

    def _answer(
        self, scope: Scope, body: IO[bytes], length: int | None, protocol: HTTPProtocol
    ) -> None:
        answer(self.application, environ(scope, body, length), protocol)


def _address(scope: Scope) -> str:
    return client_address(ReadMeta(scope))


def _declared(scope: Scope) -> int | None:
    """The Content-Length, which the server has made sure is a number."""
    with suppress(TypeError, ValueError):
        return int(str(scope.headers.get("content-length")))
    return None
