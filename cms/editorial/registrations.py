"""What editorial is asked for by others: its acts, rights, refusals, jobs and mails."""

from cms.core import gate, periodic_jobs, revisions
from cms.editorial.approvals import before_publishing, may_go_live
from cms.editorial.at_once import report as emergency_report
from cms.editorial.desk import findings
from cms.editorial.desk import urls as desk_urls
from cms.editorial.kept_revisions import is_referred_to
from cms.editorial.notices import events, watching
from cms.editorial.releases import registering
from cms.editorial.scheduling import run_schedule
from cms.editorial.visibility import register_rules
from cms.editorial.workflow import files
from cms.editorial.workflow.founding import keep_workflow
from cms.publication import clearance, founding


def register_all() -> None:
    register_rules()
    desk_urls.describe()
    findings.register_all()
    emergency_report.describe()
    founding.register(keep_workflow)
    gate.register_approvals(may_go_live)
    clearance.register(before_publishing)
    revisions.register(is_referred_to)
    files.hold()
    events.register_all()
    registering.register_all()
    periodic_jobs.register("schedule", run_schedule, every=10, urgent=True)
    watching.register_jobs()
