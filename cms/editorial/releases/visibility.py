"""Who sees releases in the admin: those who keep them."""

from typing import Any

from django.db.models import Q

from cms.core.admin_addresses import PAGE, name_arguments
from cms.core.visibility import EVERYTHING, NOTHING, Rule, Scope, register
from cms.editorial.models.releases import Release
from cms.editorial.releases.policies import may_keep

RELEASE = "editorial.Release"


def kept_by(user: Any) -> Q:
    return EVERYTHING if may_keep(user) else NOTHING


def register_rules() -> None:
    register(Release, Rule(mine=kept_by))
    name_arguments("releases", release_id=(RELEASE, Scope.MINE), page=(PAGE, Scope.MINE))
