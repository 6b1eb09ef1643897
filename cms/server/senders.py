"""Who sends a request, as far as it says so before the site has seen it; how much at once."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from cms.server.bodies import TooMany
from cms.server.pools import Busy
from cms.server.protocol import Scope


@dataclass(frozen=True)
class Admin:
    """Below which path people work, where they sign in, and which cookie then says who they are."""

    path: str
    sign_in: str
    cookie: str

    def is_screen(self, scope: Scope) -> bool:
        """Whether somebody who has signed in asks for a screen: some note who looks at what."""
        return scope.path.startswith(self.path) and self.has_credentials(scope)

    def is_from_outside(self, scope: Scope) -> bool:
        """Whether the sender has yet to say who they are."""
        return not self.has_credentials(scope) or scope.path == self.sign_in

    def has_credentials(self, scope: Scope) -> bool:
        """A session or a token is presented; whether it opens anything is not known yet."""
        if "authorization" in scope.headers:
            return True
        cookies = ";".join(scope.headers.get_all("cookie")).split(";")
        return any(one.strip().startswith(f"{self.cookie}=") for one in cookies)


class Bodies:
    """Bodies that are held, from their first byte to the answer: in all, and of one address.

    What waits before the threads counts too: one address never fills the queue that all stand in.
    """

    def __init__(self, most: int, most_of_one: int, address: Callable[[Scope], str]) -> None:
        self.most = most
        self.most_of_one = most_of_one
        self._address = address
        self._all = 0
        self._of: Counter[str] = Counter()

    @contextmanager
    def one(self, scope: Scope) -> Iterator[None]:
        """While one more is held. Raises Busy, or TooMany to who sends the many."""
        address = self._address(scope)
        if self._of[address] >= self.most_of_one:
            raise TooMany
        if self._all >= self.most:
            raise Busy
        self._all += 1
        self._of[address] += 1
        try:
            yield
        finally:
            self._all -= 1
            self._of[address] -= 1
            if not self._of[address]:
                del self._of[address]
