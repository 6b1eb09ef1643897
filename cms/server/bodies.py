"""Request bodies, read before a thread is spent on them: how much, how slowly, for how long."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO

# So much of a body is kept in memory; the rest goes to a temporary file.
IN_MEMORY = 256 * 1024


class Refused(Exception):
    """A body that is not taken, with the status that says so."""

    status = 400


class Incomplete(Refused):
    """It ended before it was whole: the client went away."""


class TooLarge(Refused):
    """It is larger than any body is allowed to be."""

    status = 413


class TooSlow(Refused):
    """It did not arrive in time."""

    status = 408


class TooMany(Refused):
    """Too many others from the same address are on their way."""

    status = 429


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, times in seconds, the rate in bytes a second.

    `size` is of any body, `size_from_outside` of those by who has not said who they are.
    """

    size: int
    size_from_outside: int
    grace: int
    rate: int
    seconds: int

    def due(self, received: int) -> float:
        """Seconds after its beginning by which more of a body must have arrived.

        After a grace it has to keep up a rate, and it is over in any case at some time.
        """
        return min(self.grace + received / self.rate, float(self.seconds))


async def read_body(
    chunks: AsyncIterator[bytes],
    declared: int | None,
    limits: Limits,
    into: IO[bytes],
    *,
    most: int,
) -> int:
    """Reads all of a body of `most` bytes; returns its length. Raises Refused.

    `declared` is its Content-Length, None where it comes in chunks.
    """
    if declared is not None and declared > most:
        raise TooLarge
    loop = asyncio.get_running_loop()
    begun = loop.time()
    received, empty = 0, 0
    while True:
        try:
            async with asyncio.timeout_at(begun + limits.due(received)):
                chunk = await anext(chunks)
        except TimeoutError:
            raise TooSlow from None
        except StopAsyncIteration:
            break
        # granian ends a body with one empty chunk, a broken one with two.
        empty += not chunk
        received += len(chunk)
        if received > most:
            raise TooLarge
        into.write(chunk)
    if empty > 1 or (declared is not None and received != declared):
        raise Incomplete
    into.seek(0)
    return received


def new_file() -> IO[bytes]:
    """Where a body is read into."""
    return SpooledTemporaryFile(max_size=IN_MEMORY)
