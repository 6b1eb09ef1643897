"""Who sees an import: whoever may see what became of files."""

from typing import Any

from django.db.models import Q

from cms.authoring.models import ImportRun
from cms.core.admin_addresses import name_arguments
from cms.core.visibility import EVERYTHING, NOTHING, Rule, Scope, register

SEE_IMPORTS = "authoring.view_importrun"


def runs(user: Any) -> Q:
    return EVERYTHING if user.has_perm(SEE_IMPORTS) else NOTHING


def register_rules() -> None:
    register(ImportRun, Rule(mine=runs))
    for screen in ("import_run", "import_run_results", "import_run_decide"):
        name_arguments(screen, run_id=("authoring.ImportRun", Scope.MINE))
