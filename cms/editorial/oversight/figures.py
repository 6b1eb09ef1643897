"""Figures of the reviews: who has how much, how old the queue is, how it ends, how long it takes.

Each is a table with a heading; what it counts stands beside it. They are read from submissions,
reviews and decisions: nothing is counted along the way.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from cms.accounts.models import User
from cms.audit import acts
from cms.audit.models import Decision
from cms.core import clock
from cms.core.codes import code_list
from cms.editorial.models.submissions import GivenReason, Review, Submission
from cms.editorial.oversight.period import Period
from cms.editorial.workflow.deadlines import WorkingTime
from cms.institutions.models import Institution

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

OUTCOMES = ("approved", "changes_requested", "rejected")
MOST = 25


@dataclass(frozen=True)
class Row:
    """A line: what it is about, then a number per column; `share` is per cent, and no bar."""

    label: str
    values: tuple[float, ...]
    share: int | None = None


@dataclass(frozen=True)
class Table:
    """`columns` name the numbers of the rows; `code` names it in addresses of downloads."""

    code: str
    title: "_StrPromise"
    explanation: "_StrPromise"
    first: "_StrPromise"
    columns: tuple[Any, ...]
    rows: tuple[Row, ...]
    share: "_StrPromise | str" = ""

    @property
    def shown(self) -> tuple[Row, ...]:
        """What there is room for on a screen; a download has them all."""
        return self.rows[:MOST]

    @property
    def largest(self) -> float:
        return max((sum(row.values) for row in self.rows), default=0)


def load(period: Period) -> Table:
    """Per moderator: what they have now, and what they decided."""
    held = Counter(
        dict(
            Review.objects.held()
            .filter(status=Review.Status.OPEN)
            .order_by()
            .values_list("assignee")
            .annotate(times=Count("pk"))
        )
    )
    decided: dict[int, Counter[str]] = defaultdict(Counter)
    rows = _decisions(period, OUTCOMES).values_list("actor_id", "act").annotate(times=Count("pk"))
    for actor_id, act, times in rows:
        decided[actor_id or 0][act] = times
    people = User.objects.in_bulk({*held, *decided} - {0})
    return Table(
        "load",
        _("Load per moderator"),
        _("What each has on their desk now, and has decided in this time."),
        _("Moderator"),
        (_("on the desk"), *_labels(OUTCOMES)),
        _most(
            Row(
                person.display_name,
                (held[person.pk], *(decided[person.pk][act] for act in OUTCOMES)),
            )
            for person in people.values()
        ),
    )


AGES: tuple[tuple[Any, timedelta], ...] = (
    (_("less than 4 hours"), timedelta(hours=4)),
    (_("up to 1 day"), timedelta(days=1)),
    (_("up to 2 days"), timedelta(days=2)),
    (_("up to 3 days"), timedelta(days=3)),
    (_("up to 1 week"), timedelta(days=7)),
    (_("older"), timedelta.max),
)


def age(period: Period) -> Table:
    """How long what waits now has waited, and how much of it is late."""
    now = clock.now()
    waiting: Counter[int] = Counter()
    late: Counter[int] = Counter()
    rows = Submission.objects.waiting().values_list("submitted_at", "due_at")
    for submitted_at, due_at in rows:
        which = next(n for n, (_label, most) in enumerate(AGES) if now - submitted_at < most)
        (late if due_at < now else waiting)[which] += 1
    return Table(
        "age",
        _("Age of the queue"),
        _("Since when what waits now was submitted; late is what was due before now."),
        _("Waiting"),
        (_("in time"), _("late")),
        tuple(Row(str(label), (waiting[n], late[n])) for n, (label, _most) in enumerate(AGES)),
    )


def punctuality(period: Period) -> Table:
    """Of what was decided, how much was decided when it was due."""
    counts: Counter[tuple[bool, bool]] = Counter()
    told = _decisions(period, OUTCOMES).values_list("at", "data__due", "data__urgent")
    for at, due, urgent in told.iterator(chunk_size=2000):
        if due is not None:
            counts[bool(urgent), at <= datetime.fromisoformat(due)] += 1
    rows = []
    for label, urgent in ((_("urgent"), True), (_("others"), False)):
        in_time, late = counts[urgent, True], counts[urgent, False]
        if in_time + late:
            share = round(100 * in_time / (in_time + late))
            rows.append(Row(str(label), (in_time, late), share))
    return Table(
        "punctuality",
        _("On time"),
        _("What was decided in this time, and whether that was before it was due."),
        _("Decisions"),
        (_("in time"), _("late")),
        tuple(rows),
        share=_("in time, %"),
    )


def by_reason(period: Period) -> Table:
    """Why changes were asked for, or pages rejected."""
    given = GivenReason.objects.filter(given_at__range=period.moments).order_by()
    times = dict(given.values_list("code").annotate(times=Count("pk")))
    known = code_list("reasons")
    return Table(
        "reasons",
        _("Reasons"),
        _("How often each reason was given."),
        _("Reason"),
        (_("times"),),
        _most(
            Row(known.label(code) if code in known else code, (count,))
            for code, count in times.items()
        ),
    )


def by_institution(period: Period) -> Table:
    """How the submissions of each institution ended; the most active ones."""
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    rows = (
        _decisions(period, OUTCOMES)
        .filter(institution_id__isnull=False)
        .values_list("institution_id", "act")
        .annotate(times=Count("pk"))
    )
    for institution_id, act, times in rows:
        counts[institution_id][act] = times
    names = dict(Institution.objects.filter(pk__in=counts).values_list("pk", "legal_name"))
    return Table(
        "institutions",
        _("Outcomes by institution"),
        _("What was decided in this time about pages of each institution."),
        _("Institution"),
        _labels(OUTCOMES),
        _most(
            Row(names.get(pk, f"#{pk}"), tuple(count[act] for act in OUTCOMES))
            for pk, count in counts.items()
        ),
    )


def hours(period: Period) -> Table:
    """Working hours from a submission to the first decision about it: half took less."""
    times = WorkingTime.read()
    taken: dict[str, list[float]] = defaultdict(list)
    submitted: dict[int | None, Any] = {}
    told = Decision.objects.filter(act__in=["submitted", *OUTCOMES], at__lte=period.moments[1])
    pages = _decisions(period, OUTCOMES).values("page_id")
    rows = told.filter(page_id__in=pages).order_by("number").values_list("page_id", "act", "at")
    for page_id, act, at in rows.iterator(chunk_size=2000):
        if act == "submitted":
            submitted[page_id] = at
        elif (since := submitted.pop(page_id, None)) and at >= period.moments[0]:
            spent = times.between(since, at, urgent=True)  # counted in hours of work
            taken[act].append(spent / timedelta(hours=1))
    every = [spent for one in taken.values() for spent in one]
    lines = [(_("all"), every), *((acts.label_of(act), taken[act]) for act in OUTCOMES)]
    return Table(
        "hours",
        _("Working hours to a decision"),
        _("Half of what was decided in this time took less; the clock runs in hours of work."),
        _("Outcome"),
        (_("median hours"),),
        tuple(Row(str(label), (round(median(one), 1),)) for label, one in lines if one),
    )


# In the order in which they are shown.
TABLES: Mapping[str, Callable[[Period], Table]] = {
    "load": load,
    "age": age,
    "punctuality": punctuality,
    "hours": hours,
    "reasons": by_reason,
    "institutions": by_institution,
}


def _decisions(period: Period, named: Iterable[str]) -> Any:
    return Decision.objects.filter(act__in=list(named), at__range=period.moments).order_by()


def _labels(named: Iterable[str]) -> tuple[str, ...]:
    return tuple(acts.label_of(act) for act in named)


def _most(rows: Iterable[Row]) -> tuple[Row, ...]:
    """Those with the largest sums first."""
    return tuple(sorted(rows, key=lambda row: (-sum(row.values), row.label)))
