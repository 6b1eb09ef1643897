"""Who hosts what is at an address: a table in the code list `media_providers`."""

import re
from urllib.parse import SplitResult, urlsplit

from cms.core.codes import Code, code_list

OTHER = "other"


def provider_of(address: str | None, stated: str | None = None) -> str:
    """The code of who hosts `address`.

    A host we know decides; for others it is what somebody `stated`, unless that is nothing or
    "other" and the path tells more.
    """
    known = known_host(address)
    if known is not None:
        return known.code
    if stated and stated != OTHER and stated in code_list("media_providers"):
        return stated
    path = split(address).path
    by_path = (one for one in code_list("media_providers") if paths_of(one))
    return next((one.code for one in by_path if re.search(paths_of(one), path)), OTHER)


def known_host(address: str | None) -> Code | None:
    """The provider whose host, or a host below it, the address names."""
    labels = (split(address).hostname or "").rstrip(".").split(".")
    above = {".".join(labels[at:]) for at in range(len(labels))}
    providers = code_list("media_providers")
    return next((one for one in providers if not above.isdisjoint(one.extra["hosts"])), None)


def watch_address(address: str) -> str:
    """The address a provider's own pages use for what is at `address`."""
    known = known_host(address)
    parts = split(address)
    place = f"{(parts.hostname or '').removeprefix('www.')}{parts.path}"
    for pattern in known.extra.get("addresses", ()) if known else ():
        if known and (found := re.search(pattern, place)):
            return str(known.extra["watch"]).format(found[1])
    return address


def split(address: str | None) -> SplitResult:
    """Its parts; empty ones of what is no address, or none."""
    try:
        parts = urlsplit(address or "")
        _ = parts.hostname, parts.port  # read late: they raise too
    except ValueError:
        return urlsplit("")
    return parts


def paths_of(provider: Code) -> str:
    return str(provider.extra.get("paths", ""))
