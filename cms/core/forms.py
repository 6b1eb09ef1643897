"""The page form: a draft needs its title, publishing needs what the gate asks for."""

from typing import Any

from wagtail.admin.forms.pages import WagtailAdminPageForm

from cms.core import gate


class GatedPageForm(WagtailAdminPageForm):
    """Shows the gate's objections on their fields before anything is saved."""

    def _post_clean(self) -> None:
        super()._post_clean()
        if self.is_deferred_validation:
            return
        for objection in gate.objections(self.instance):
            self._object(objection)

    def _object(self, objection: gate.Objection) -> None:
        already: Any = self.errors.get(objection.field)
        if already:
            return
        name = objection.field if objection.field in self.fields else None
        self.add_error(name, objection.message)
