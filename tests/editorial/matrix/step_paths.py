"""Ways in several steps, each of them allowed: together they publish nothing unseen."""

from django.urls import reverse
from wagtail.models import WorkflowPage

from cms.accounts.tokens import AUTHORING_SCOPES
from cms.editorial import policies
from cms.editorial.models import Release, ReviewRule
from cms.editorial.releases import services as releases
from cms.editorial.stakeholders import services as stakeholders
from cms.editorial.workflow import services
from tests.authoring.systems import System
from tests.editorial.matrix.cells import PAST, SECRET, Cell, quietly, tried


def published_where_nobody_reviews(cell: Cell) -> None:
    """The workflow is off for a moment; what was published then is taken off, and put on again."""
    above = list(WorkflowPage.objects.all())
    WorkflowPage.objects.all().delete()
    with tried():
        cell.revision.publish(user=cell.user)
    with tried():
        cell.page.unpublish(user=cell.user)
    for one in above:
        one.save(force_insert=True)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    cell.post(f"{address}?id={cell.target.pk}&next=/admin/")
    cell.page.get_latest_revision().publish(user=cell.user)


def moved_during_its_review(cell: Cell) -> None:
    """By somebody who may, to where two must approve; one of them does."""
    cell.in_review()
    cell.page.move(cell.world.strict, pos="last-child", user=cell.world.colleague)
    with tried():
        cell.in_review()
    for review in cell.reviews:
        services.approve(review=review, user=cell.world.colleague, digest=cell.digest)


def approved_by_a_link_of_its_writer(cell: Cell) -> None:
    """Who asks somebody without an account writes the last words only then."""
    ReviewRule.objects.update(by_link=True)
    draft, editor = cell.draft, cell.world.desk.editor
    draft.summary = "Irréprochable."
    draft.save_revision(user=editor)
    cell.in_review_by(editor)
    lender = cell.user or cell.world.desk.stranger
    link = stakeholders.invite(page=cell.page, user=lender, email="a@example.org", name="Anna")
    draft.summary = SECRET
    draft.save_revision(user=cell.user)
    stakeholders.approve(link=link, digest=cell.digest)


def approved_by_links_of_one_person(cell: Cell) -> None:
    """Two links of one reviewer are one voice."""
    ReviewRule.objects.update(by_link=True, quorum=2)
    cell.in_review()
    for name in ("anna", "boris"):
        link = stakeholders.invite(
            page=cell.page, user=cell.world.colleague, email=f"{name}@example.org", name=name
        )
        stakeholders.approve(link=link, digest=cell.digest)


def patched_sent_and_approved_by_api(cell: Cell) -> None:
    """The authoring API, from the words to the approval."""
    key = cell.page.translation_key
    system = System(cell.user or cell.world.desk.stranger, scopes=AUTHORING_SCOPES)
    with cell.capture(execute=True):
        system.patch(key, {"texts": {"fr": {"summary": SECRET}}})
        system.post(f"/pages/{key}/fr/submit", {})
        for review in policies.open_reviews(cell.page):
            sent = {"digest": cell.digest, "review": review.kind}
            system.post(f"/pages/{key}/fr/approve", sent)
            system.post(f"/pages/{key}/fr/approve", {"digest": cell.digest})
        system.post(f"/pages/{key}/fr/publish-emergency", {"reason": ""})


def released_at_its_moment(cell: Cell) -> None:
    user = cell.user or cell.world.desk.stranger
    release = releases.create(title="Ce soir", user=user, pages=[cell.page])
    with tried():
        releases.schedule(release=release, user=user, at=PAST.replace(year=2190))
    Release.objects.update(go_live_at=PAST)
    quietly("publish_scheduled")


def swapped_in_a_scheduled_release(cell: Cell) -> None:
    """What was scheduled was approved; what the release has at its moment is another version."""
    user, colleague = cell.user or cell.world.desk.stranger, cell.world.colleague
    with tried():
        release = releases.create(title="Ce soir", user=colleague, pages=[cell.page])
        release.members.update(revision=cell.revision)
        releases.use_latest(release=release, pages=[cell.page], user=user)
        releases.schedule(release=release, user=user, at=PAST.replace(year=2190))
    Release.objects.update(status=Release.Status.SCHEDULED, go_live_at=PAST, scheduled_by=colleague)
    quietly("publish_scheduled")
