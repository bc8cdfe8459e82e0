"""In whose name one works, where there is a choice."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cairn.accounts.sign_ins import choose
from cairn.accounts.working import names_of
from cairn.web.desk.importing.doors import person_of
from cairn.web.desk.middleware import WORKS_FOR
from cairn.web.desk.once import once
from cairn.web.desk.people.doors import role_words
from cairn.web.desk.reads.purpose import going_to


@require_http_methods(["GET", "HEAD", "POST"])
@once
def page(request: HttpRequest) -> HttpResponse:
    """The organisations, and one's roles in each; choosing leads back to where one was going."""
    person = person_of(request)
    if request.method == "POST":
        chosen = choose(user=person, ref=request.POST.get("body", ""))
        request.session[WORKS_FOR] = chosen.ref
        messages.success(
            request, _("You now work in the name of %(body)s.") % {"body": chosen.called}
        )
        return redirect(going_to(request.GET))
    held = person.memberships.current().select_related("organisation")  # type: ignore[attr-defined]
    roles: dict[int, list[str]] = {}
    for one in held.order_by("role", "pk"):
        roles.setdefault(one.organisation_id, []).append(role_words(one.role))
    lines = [
        {"body": one, "roles": roles[one.pk], "chosen": one.ref == person.works_for}
        for one in names_of(person)
    ]
    return render(request, "desk/people/working.html", {"lines": lines, "several": len(lines) > 1})
