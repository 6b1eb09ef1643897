"""How a listing says how many there are of what it lists."""

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.paginator import WagtailPaginator


class CountedPaginator(WagtailPaginator):
    """Wagtail knows one form of a plural; Russian has three of them after a number."""

    @cached_property
    def items_count_label(self) -> str:
        if self.count == 1:
            return str(super().items_count_label)
        # One string, so that a language whose plurals are several may put the number last.
        return _("%(count)s %(things)s") % {
            "count": self.count,
            "things": self.verbose_name_plural,
        }
