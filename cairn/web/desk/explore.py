"""Explore at the desk: the same page, over what the person who has signed in may see.

It answers from the desk's newest snapshot, in which there is more than is published, under the
predicate of the person. Nothing of it is kept by a browser or a proxy (`DeskMiddleware`).
"""

from collections.abc import Collection
from datetime import datetime
from functools import cached_property

from django.db.models import Q
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_safe

from cairn.accounts.models import Membership
from cairn.accounts.permissions import ROLES, Permission
from cairn.figures.questions import Question
from cairn.observatory.actions import newest_record, newest_snapshot, taken_back
from cairn.observatory.covering import sent_on
from cairn.observatory.filing_rows import PREFIX, in_figures, source_key
from cairn.reporting.filings.actions import note_figures
from cairn.reporting.filings.definitions import section, sections
from cairn.reporting.filings.models import Filing, FilingCount
from cairn.reporting.filings.terms import terms_together
from cairn.sharing.reads.models import Door as Way
from cairn.sharing.viewer import visible
from cairn.web.components import Besides
from cairn.web.desk.explored import changes, merge_of
from cairn.web.desk.filing.figured import without_figures
from cairn.web.desk.filing.trend import NARROWEST
from cairn.web.desk.filing.words import marking_words
from cairn.web.desk.importing.doors import viewer_of
from cairn.web.desk.rates import agreed_of, check_leaves, has_left
from cairn.web.desk.reads.noting import note_shown
from cairn.web.desk.sources_seen import as_seen
from cairn.web.explore import answering
from cairn.web.explore.doors import Door
from cairn.web.explore.filed import Coming, Filed, OnTheWay
from cairn.web.explore.labels import plain_title, selected
from cairn.web.explore.leaving import Carried, versions_behind
from cairn.web.explore.pictures import TYPES
from cairn.web.say import say

WITH_NUMBERS = {"csv", "parquet", *TYPES}  # the others say how a figure was made, and hold none


class FilingsOf:
    """The filings that one person may know of (`web.explore.filed.Filings`)."""

    def __init__(self, request: HttpRequest, as_of: datetime | None) -> None:
        self.request, self.as_of = request, as_of
        self.viewer = viewer_of(request)
        self.seen: dict[tuple[str, int], Filing] = {}  # what was looked up

    @cached_property
    def national(self) -> frozenset[str]:
        rows = Filing.objects.visible_to(self.viewer).countable().exclude(merged_from=[])
        return frozenset(source_key(one.owner) for one in rows.select_related("owner"))

    def holds(self, source: str) -> bool:
        return source.startswith(PREFIX)

    def look_up(
        self, versions: Collection[tuple[str, int]], bases: Collection[str]
    ) -> dict[tuple[str, int], Filed]:
        refs = {ref for ref, _ in versions}
        seen = list(Filing.objects.visible_to(self.viewer).filter(ref__in=refs))
        rows = [one for one in seen if (one.ref, one.number) in versions]
        self.seen |= {(one.ref, one.number): one for one in rows}
        changed = changes(seen, bases)
        bodies = validating({one.validated_by for one in rows if one.validated_by})
        return {
            (one.ref, one.number): Filed(
                one.ref,
                one.number,
                section(one.section).title,
                one.whole,
                one.validated_at.date() if one.validated_at else None,
                bodies.get(one.validated_by or "", ""),
                one.definitions,
                marking_words(one.marking),
                reverse("desk:filing_version", args=[one.ref, one.number]),
                merge_of(one, bases, self.viewer),
                one.state or "",
                changed.get((one.ref, one.number), ()),
                timezone.localdate(one.recalled_at) if one.recalled_at else None,
                sent_on(one),
            )
            for one in rows
        }

    def narrowest(self, markings: Collection[str]) -> str:
        return next(words for one in NARROWEST if (words := marking_words(one)) in markings)

    def carry(self, versions: Collection[tuple[str, int]]) -> Carried:
        filings = [self.seen[one] for one in sorted(versions)]
        terms = terms_together(filings, self.viewer, timezone.localdate())
        return Carried(
            terms.tlp,
            terms.permitted,
            tuple(sorted(terms.limits)),
            terms.until.isoformat() if terms.until else "",
        )

    def note(self, versions: Collection[tuple[str, int]], kind: str, measure: str) -> str:
        if kind in WITH_NUMBERS:
            check_leaves(self.request, versions)
        export = note_figures(
            filings=[self.seen[one] for one in sorted(versions)],
            kind=kind,
            measure=measure,
            by=self.viewer.username,
            agreed=agreed_of(self.request),
        )
        has_left(self.request, export)
        return export

    def without_figures(self, source: str) -> Besides | None:
        """Of what her own State filed: two queries."""
        rows = Filing.objects.visible_to(self.viewer).countable()
        hers = Q(owner__in=self.viewer.organisations) | Q(state__in=self.viewer.states)
        mine = rows.filter(hers, owner__key=source.removeprefix(PREFIX))
        numbers = FilingCount.objects.filter(filing__in=mine, value__isnull=False)
        given = set(numbers.values_list("measure", flat=True).distinct())
        filed = set(mine.values_list("section", flat=True).distinct())
        return without_figures({key: given for key in sections() if key in filed})

    def on_their_way(self, question: Question) -> OnTheWay | None:
        """By the same rule as everything: a filing that she may not see changes nothing here."""
        if self.as_of is None:
            return None
        bases = set(question.defined.basis)
        of_these = [key for key, one in sections().items() if bases & set(one.measures)]
        rows = Filing.objects.visible_to(self.viewer).countable()
        rows = rows.filter(section__in=of_these, validated_at__gt=self.as_of)
        own = bool(self.viewer.states) and not self.viewer.secretariat
        if own:
            rows = rows.filter(state__in=sorted(self.viewer.states))
        if question.period:
            first, last = question.period.first, question.period.last
            rows = rows.filter(period__lte=last, period_last__gte=first)
        found = [one for one in rows.order_by("period", "ref") if in_figures(one)]
        days = [one.validated_at for one in found if one.validated_at]
        each = tuple(
            Coming(
                one.ref,
                one.number,
                one.whole,
                reverse("desk:filing_version", args=[one.ref, one.number]),
            )
            for one in found
        )
        return OnTheWay(len(found), max(days), self.as_of, own, each) if days else None


def validating(people: Collection[str]) -> dict[str, str]:
    """The bodies for which these people validate: a person's own name is nobody's business here."""
    roles = [key for key, role in ROLES.items() if Permission.FILING_VALIDATE in role.permissions]
    held = Membership.objects.filter(user__username__in=people, role__in=roles)
    rows = held.select_related("organisation", "user").order_by("pk")
    return {one.user.username: one.organisation.called for one in rows}


def door_of(request: HttpRequest) -> Door:
    """The desk's door for this person."""
    viewer = viewer_of(request)
    record, snapshot = newest_record(), newest_snapshot()
    may_see, deny = visible(viewer), taken_back(viewer)
    return Door(
        as_seen(snapshot, viewer, may_see, deny) if snapshot else None,
        may_see,
        names="desk:explore_",
        layout="desk_base.html",
        deny=deny,
        filings=FilingsOf(request, record.as_of if record else None),
    )


@require_safe
def index(request: HttpRequest) -> HttpResponseBase:
    return answering.index(request, door_of(request))


@require_safe
def measure(request: HttpRequest, key: str) -> HttpResponseBase:
    door = door_of(request)
    page = answering.measure_page(request, door, key)
    note_shown(request, door, Way.FIGURE)
    return page


@require_GET
def file(request: HttpRequest, key: str, block: str, kind: str) -> HttpResponseBase:
    door = door_of(request)
    answer = answering.file(request, door, key, block, kind)
    if answering.in_the_page(request, kind):  # read with its page, and only alone anew
        note_shown(request, door, Way.FIGURE, again=False)
    else:
        note_shown(request, door, Way.FIGURE_FILE)
    return answer


def behind_file(request: HttpRequest, key: str, query: str) -> Collection[tuple[str, int]]:
    """The filings behind a file of this measure under these filters, as far as the person may see
    them; nothing is entered, for nothing leaves."""
    return versions_behind(*answering.sides(QueryDict(query), door_of(request), key))


def selection_of(request: HttpRequest, key: str, query: str) -> str:
    """These filters of this measure in words, as its page calls them for this person."""
    first, *_others = answering.sides(QueryDict(query), door_of(request), key)
    said = [say(first.question.defined.title), plain_title(first.source)]
    return " · ".join(filter(None, [*said, selected(first.question)]))


@require_safe
def points(request: HttpRequest, key: str) -> HttpResponseBase:
    return answering.points(request, door_of(request), key)


@require_safe
def hexagons(request: HttpRequest, key: str) -> HttpResponseBase:
    return answering.hexagons(request, door_of(request), key)


@require_safe
def at_place(request: HttpRequest, key: str) -> HttpResponseBase:
    return answering.at_place(request, door_of(request), key)


urlpatterns = [
    path("", index, name="explore"),
    path("", index, name="explore_index"),
    path("<slug:key>/", measure, name="explore_measure"),
    path("<slug:key>/points", points, name="explore_points"),
    path("<slug:key>/hexagons", hexagons, name="explore_hexagons"),
    path("<slug:key>/records", at_place, name="explore_records"),
    path("<slug:key>/<slug:block>.<slug:kind>", file, name="explore_file"),
]
