"""Where a page goes that an import has written: to the public on somebody's authority, to its
reviewers without one."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from wagtail.models import Locale, Page, Revision

from cms.editorial.imported import publish_on, submit_written
from cms.publication.clearance import Authority
from cms.publication.digest import content_digest
from cms.publication.first_publication import draft_new, publish_new
from cms.publication.page_writer import Standing, Written


@dataclass(frozen=True)
class Desk:
    """`locale` is that of every page that passes here."""

    authority: Authority | None
    locale: Locale

    def add(
        self, page: Any, parent: Page, user: AbstractUser, institution_id: int | None = None
    ) -> Written:
        """A new page; `institution_id` is whose it is, for the log."""
        if self.authority is None:
            draft_new(page, parent=parent, user=user)
            return self._submit(page, user)
        publish_new(
            page,
            parent=parent,
            user=user,
            authority=self.authority,
            institution_id=institution_id,
        )
        return self.told(page, Standing.PUBLIC)

    def revise(self, page: Any, revision: Revision, user: AbstractUser) -> Written:
        """A page that was there, with its new revision."""
        if self.authority is None:
            return self._submit(page, user)
        publish_on(self.authority, page, revision, user)
        return self.told(page, Standing.PUBLIC)

    def told(
        self,
        page: Any,
        standing: Standing,
        *,
        notes: tuple[str, ...] = (),
        refusal: ValidationError | None = None,
    ) -> Written:
        return Written(
            page.pk,
            self.path(page),
            notes=notes,
            standing=standing,
            title=page.title,
            digest="" if standing == Standing.PUBLIC else content_digest(page),
            refusal=refusal,
        )

    def path(self, page: Any) -> str:
        page.locale = self.locale
        path: str = page.public_path
        return path

    def _submit(self, page: Any, user: AbstractUser) -> Written:
        standing, refusal = submit_written(page, user)
        return self.told(page, standing, refusal=refusal)
