"""Where items of an institution go: its record and page, found under any spelling or made."""

from collections.abc import Iterable
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cms.accounts.models import User
from cms.authoring.mapping import Mapping
from cms.authoring.models import InstitutionName
from cms.authoring.roster import Roster
from cms.authoring.waiting import Waiting, publish_waiting
from cms.core.codes import code_list
from cms.institutions.models import Institution
from cms.institutions.names import NameAndTown
from cms.institutions.services import onboard_institution
from cms.publication.page_writer import InstitutionDraft, InstitutionPlace, PageWriter, Written

SUMMARY_LENGTH = 200


class Places:
    """Finds or makes the place of each institution; remembers it, and forgets what is undone."""

    def __init__(self, *, writer: PageWriter, mapping: Mapping, roster: Roster) -> None:
        self.writer = writer
        self.mapping = mapping
        self.roster = roster
        self._places: dict[NameAndTown, InstitutionPlace] = {}
        self._fresh: list[NameAndTown] = []
        self._records = self._by_name()

    def _by_name(self) -> dict[NameAndTown, int]:
        """The institutions there were before; of two with one name the older."""
        rows = Institution.objects.order_by("-pk").values_list("pk", "legal_name", "town")
        found = (
            (self.mapping.naming.identify(name, town), pk) for pk, name, town in rows.iterator()
        )
        return {named: pk for named, pk in found if named is not None}

    def mark(self) -> int:
        """A point to go back to when what follows is rolled back."""
        return len(self._fresh)

    def undo(self, mark: int) -> None:
        for named in self._fresh[mark:]:
            del self._places[named]
        del self._fresh[mark:]
        self.writer.forget()

    def made_since(self, mark: int) -> list[Written]:
        """The pages made since then."""
        fresh = (self._places[named].written for named in self._fresh[mark:])
        return [written for written in fresh if written is not None]

    def remembered(self, identities: Iterable[NameAndTown | None]) -> list[InstitutionPlace]:
        """The places of those that were met before."""
        return [self._places[one] for one in {*identities} if one in self._places]

    def of(self, named: NameAndTown, *, user: User) -> InstitutionPlace:
        """The institution's place, made by `user` when missing; raises ValidationError."""
        if named not in self._places:
            self._places[named] = self._find_or_make(named, user)
            self._fresh.append(named)
        return self._places[named]

    def _find_or_make(self, named: NameAndTown, user: User) -> InstitutionPlace:
        institution = self._find(named)
        if institution is None:
            return self.writer.add_institution(self._page(self._make(named)), user=user)
        if institution.barred:
            raise ValidationError(
                {
                    "institution": ValidationError(
                        _("%(name)s is suspended or closed here.")
                        % {"name": institution.legal_name},
                        code="institution_barred",
                    )
                }
            )
        place = self.writer.find_institution(institution.pk)
        if place is not None and not place.live:
            place = self._made_public(place, user)
        return place or self.writer.add_institution(self._page(institution), user=user)

    def _made_public(self, place: InstitutionPlace, user: User) -> InstitutionPlace:
        """What an earlier import left waiting, once a file that names it is decided.

        Raises ValidationError where somebody has decided otherwise since.
        """
        if self.writer.authority is None:
            return place
        for page_id, digest in Waiting().digests([place.page_id]).items():
            try:
                publish_waiting(page_id, digest, user=user, authority=self.writer.authority)
            except ValidationError as refusal:
                told = ValidationError(" ".join(refusal.messages), code="institution_waits")
                raise ValidationError({"institution": told}) from None
            return replace(place, live=True)
        return place

    def _find(self, named: NameAndTown) -> Institution | None:
        known = InstitutionName.objects.filter(name=named.name, town=named.town)
        entry = known.select_related("institution").first()
        if entry is not None:
            return entry.institution
        if named not in self._records:
            return None
        institution = Institution.objects.filter(pk=self._records[named]).first()
        if institution is not None:
            self._remember(named, institution)
        return institution

    def _make(self, named: NameAndTown) -> Institution:
        try:
            institution = onboard_institution(**self.roster.record(named))
        except ValidationError as error:
            raise ValidationError(
                {f"institution.{name}": rows for name, rows in error.error_dict.items()}
            ) from None
        self._remember(named, institution)
        return institution

    def _remember(self, named: NameAndTown, institution: Institution) -> None:
        InstitutionName.objects.create(name=named.name, town=named.town, institution=institution)

    def _page(self, institution: Institution) -> InstitutionDraft:
        locale = self.mapping.locale
        kind = self.mapping.other_kind
        if institution.kind != "other":
            kind = code_list("institution_kinds").label(institution.kind, locale)
        place = institution.town
        if institution.territory:
            region = code_list("territories").label(institution.territory, locale)
            place = f"{place} ({region})" if place else region
        summary = self.mapping.institution_summary.format(kind=kind, place=place or "–")
        return InstitutionDraft(
            record_id=institution.pk,
            title=institution.legal_name,
            summary=summary[:SUMMARY_LENGTH],
            slug_hint=institution.town,
        )
