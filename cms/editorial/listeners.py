"""What editorial does when something happens to pages, files and workflows."""

from django.db.models.signals import post_save
from wagtail.models import PageLogEntry
from wagtail.signals import workflow_cancelled

from cms.core.models import page_has_moved, page_revised, page_shows, page_went_down
from cms.core.workflow_end import workflow_through
from cms.editorial.at_once.unreviewed import end_unreviewed
from cms.editorial.schedule_log import note_unscheduled
from cms.editorial.workflow.editing import follow_page, reopen_reviews
from cms.editorial.workflow.ending import note_cancelled, publish_approved
from cms.editorial.workflow.files import ask_anew
from cms.editorial.workflow.moving import end_reviews_of_moved
from cms.publication.approved_files import file_revised


def connect() -> None:
    workflow_through.connect(publish_approved)
    workflow_cancelled.connect(note_cancelled)
    page_shows.connect(end_unreviewed)
    page_went_down.connect(end_unreviewed)
    page_has_moved.connect(end_reviews_of_moved)
    page_revised.connect(reopen_reviews)
    page_has_moved.connect(follow_page)
    file_revised.connect(ask_anew)
    post_save.connect(note_unscheduled, sender=PageLogEntry)
