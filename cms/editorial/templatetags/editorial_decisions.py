"""A decision of the audit log, in a line that people read."""

from typing import Any

from django import template

from cms.audit import acts
from cms.audit.models import Decision
from cms.core.codes import code_list

register = template.Library()


@register.inclusion_tag("editorial/desk/decision_line.html")
def decision_line(decision: Decision) -> dict[str, Any]:
    return {
        "decision": decision,
        "act": acts.label_of(decision.act),
        "reasons": [reason_line(one) for one in decision.data.get("reasons") or ()],
    }


def reason_line(reason: dict[str, str]) -> str:
    """`Image missing: add one that shows the stage`."""
    known = code_list("reasons")
    code = reason.get("code", "")
    label = known.label(code) if code in known else code
    return f"{label}: {reason['text']}" if reason.get("text") else label


@register.inclusion_tag("editorial/oversight/words.html")
def decision_words(decision: Decision) -> dict[str, Any]:
    return decision_line(decision)
