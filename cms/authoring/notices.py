"""What an import tells by mail: once, of all it has submitted."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.authoring.models import ImportRun
from cms.editorial.models.submissions import Review
from cms.notifications.addresses import absolute
from cms.notifications.events import Event, Variable
from cms.notifications.outbox import notify

IMPORT_SUBMITTED = Event(
    code="import_submitted",
    label=_("An import was submitted for review"),
    subject=_("To review: {{ pages }} pages of {{ file }}"),
    body=_(
        "Hello {{ name }},\n\n"
        "{{ person }} imported {{ file }}. {{ pages }} of its pages wait for a review.\n\n"
        "{{ link }}\n"
    ),
    variables=(
        Variable("pages", _("how many pages wait"), 120),
        Variable("file", _("the file's name"), "ressources.csv"),
        Variable("person", _("who imported it"), "Ada Roussel"),
        Variable(
            "link",
            _("where it is"),
            "https://cms.example.org/admin/reports/imports/1/",
            needed=True,
        ),
    ),
    repeatable=True,
)


def tell_submitted(run: ImportRun) -> None:
    """Those whom the reviews of its pages ask; whoever imported it knows."""
    open_ones = Review.objects.filter(
        status=Review.Status.OPEN, submission__page__in=run.pages.values("page_id")
    )
    pages = open_ones.values("submission").distinct().count()
    if not pages:
        return
    reviewers = User.objects.filter(groups__in=open_ones.values("group"), is_active=True)
    notify(
        event=IMPORT_SUBMITTED.code,
        to=reviewers.exclude(pk=run.user_id or 0).distinct(),
        context={
            "pages": pages,
            "file": run.file_name,
            "person": run.user.display_name if run.user else "",
            "link": absolute(reverse("import_run", args=[run.pk])),
        },
        series=f"import:{run.pk}",
    )
