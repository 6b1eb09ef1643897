"""An empty system's first pages: a home per language with a section for each type of page.

And the groups of those who look after them.
"""

from collections.abc import Callable
from typing import Any

from django.utils import translation
from django.utils.text import slugify
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.models import Locale, Page, Site

from cms.accounts.groups import keep_portal_groups
from cms.core.locales import content_locales, default_locale
from cms.core.models import BasePage
from cms.publication.clearance import Authority
from cms.publication.documents.page_types import page_types
from cms.publication.models import Clearance
from cms.publication.unit_of_work import publishing

FOUNDED = Authority(Clearance.Kind.FOUNDING, "founded", None)
# What rooms above found with it. Each is asked whenever the site is founded, again or anew.
_also: list[Callable[[], Any]] = []


def register(also: Callable[[], Any]) -> None:
    if also not in _also:
        _also.append(also)


def found_site(hostname: str) -> list[str]:
    """Plant what is missing, published, and make the default home the site's root.

    Returns the paths of the pages made: none where the tree stands.
    """
    made: list[str] = []
    with publishing():
        keep_portal_groups()
        for code in content_locales():
            locale, _created = Locale.objects.get_or_create(language_code=code)
            home = _plant(Page.get_first_root_node(), _model("home"), locale, made)
            for model in _models("section"):
                _plant(home, model, locale, made)
        _name_site(hostname)
        for also in _also:
            also()
    return made


def _models(kind: str) -> list[type[BasePage]]:
    return [known.model for known in page_types() if known.kind == kind]


def _model(kind: str) -> type[BasePage]:
    return _models(kind)[0]


def _plant(parent: Page, model: type[BasePage], locale: Locale, made: list[str]) -> Page:
    standing = model.objects.filter(locale=locale).first()
    if standing is not None:
        return standing
    sibling = model.objects.first()
    with translation.override(locale.language_code):
        title = str(model._meta.verbose_name).capitalize()
    with translation.override("en"):
        slug = slugify(str(model._meta.verbose_name))
    page = model(
        title=title,
        slug=f"home-{locale.language_code}" if parent.is_root() else slug,
        locale=locale,
        live=False,
    )
    if sibling is not None:
        page.translation_key = sibling.translation_key
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    revision = page.save_revision()
    FOUNDED.clear(page, revision=revision)
    # Nobody is there who could publish it: the founding itself is on record.
    with publishing():
        PublishPageRevisionAction(revision).execute(skip_permission_checks=True)
    made.append(page.public_path)
    return page


def _name_site(hostname: str) -> None:
    """Wagtail's own first page makes room; a site that has a home of ours stays as it is."""
    home = _model("home").objects.get(locale__language_code=default_locale())
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    former = site.root_page if site.root_page_id else None
    if former is not None and former.specific_class is type(home):
        return
    site.hostname, site.root_page = hostname, home
    site.save()
    if former is not None and former.specific_class is Page and not former.is_root():
        Page.objects.get(pk=former.pk).delete()
