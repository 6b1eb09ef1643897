"""The HTTP APIs of the site, put together."""

from cms.authoring.api import build_api as build_imports_api
from cms.delivery.openapi import build_api

# The public read API. `cms.delivery.middleware.public_api` answers its addresses first; mounted
# here too, so that they can be reversed and so that the API works without the short cut.
public_api = build_api()

# What operators write; it passes the whole chain of middleware, each request one transaction.
imports_api = build_imports_api()
