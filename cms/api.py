"""The HTTP APIs of the site that Django serves; the public read API is in front of it.

`cms.delivery.middleware` and `cms.delivery.gateway` answer every read.
"""

from cms.authoring.api import build_api as build_imports_api
from cms.authoring.rest.api import authoring_api as build_authoring_api

# What operators write; it passes the whole chain of middleware, each request one transaction.
imports_api = build_imports_api()
# What institutions' systems and reviewers write.
authoring_api = build_authoring_api()
