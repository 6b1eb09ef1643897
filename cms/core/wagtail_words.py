"""Wagtail's own words that this portal says in its own way.

The project's catalogues go before Wagtail's: what is marked here is kept in them, and said so
wherever Wagtail says it. A locale is a language here, and nothing has a gender to be guessed.
"""

from django.utils.translation import gettext_noop as _

WORDS = (
    _("Locale"),
    _("Locale: "),
    _("locale"),
    _("Locales"),
    _("{} locales"),
    _("Wagtail locales"),
    _("Available in %(translations_total)s locales"),
    _("Switch locales"),
    _("Add a locale"),
    _("Add locale"),
    _("Locale '%(object)s' created."),
    _("Locale '%(object)s' updated."),
    _("Locale '%(object)s' deleted."),
    _("The locale could not be saved due to errors."),
    _("Delete locale"),
    _("Are you sure you want to delete this locale?"),
    _("This locale's language code is not supported"),
    _(
        "This locale's current language code is not supported. Please choose a new language or"
        " delete this locale."
    ),
    _("This locale cannot be deleted because there are no other locales."),
    _("This locale cannot be deleted because there are pages and/or other objects using it."),
    _("This locale cannot be synced into itself."),
    _("Synchronise content from another locale"),
    _(
        "Choose a locale to synchronise content from. Any existing and future content authored in"
        " the selected locale will be automatically copied to this one."
    ),
    _("Add %(label)s"),
    _("Add %(model_name)s"),
    _("Create a new %(model_name)s"),
    _("No %(model_name)s match your query."),
    _("Choose another"),
    _("Live"),
    _("live"),
    _("live + scheduled"),
    _("New: %(model_name)s"),
    _('There are no %(model_name)s to display. Why not <a href="%(add_url)s">add one</a>?'),
    _("Reports"),
    _("Current page status:"),
    _("%(label)s and Publish"),
    _("0 minutes"),  # said “just now” only where it is what Django says
    _("Go to Wagtail admin"),
    # What Wagtail's Russian catalogue lacks would be said in the site's language.
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"),
    _("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s across entire site."),
    _(
        "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s in '<span"
        ' class="w-title-ellipsis">%(title)s</span>\'.'
    ),
    _('You do not have permission to publish pages at "%(page_title)s"'),
    _("Actions (footer)"),
    _("View latest version"),
    _("Currently idle"),
    _("Proceeding will overwrite the changes you made in that window."),
    _("Proceeding will overwrite the changes made by %(user_name)s."),
    _("Alternatively, you can view the latest version in a new tab."),
    _("A network error occurred"),
    _(
        "Troubleshoot your connection to the site before proceeding. Open the editor in a separate"
        " tab to view the last saved version."
    ),
    _("Cancelled by %(cancelled_by)s"),
    _("Locked by"),
    _("Anyone"),
    _("Sorry, you do not have permission to access this area."),
)
