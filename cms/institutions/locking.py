"""Standings that stay what they are until the transaction ends (ADR 0006).

`services.set_standing` and whoever saves a record take its row for themselves. Whoever acts on a
standing, to publish or to give rights, holds it here; many may at once. On SQLite there is one
writer, and nothing to be taken.
"""

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from cms.institutions.models import Institution


def held(institutions: QuerySet[Institution]) -> list[Institution]:
    """These records as they are, in the order of their numbers, with no change under way.

    `FOR SHARE`, which the ORM has no word for: nobody who publishes waits for another.
    """
    wanted = institutions.order_by("pk")
    if connection.vendor != "postgresql" or not connection.in_atomic_block:
        return list(wanted)
    try:
        sql, params = wanted.query.sql_with_params()
    except EmptyResultSet:
        return []
    return list(Institution.objects.raw(f"{sql} FOR SHARE OF institutions_institution", params))
