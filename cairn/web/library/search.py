"""Search over everything that is published in the library: its page and its feed."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cairn.kernel.languages import direction
from cairn.search.addresses import pairs_of, question_of
from cairn.search.asking import Question, ask
from cairn.web.library import found
from cairn.web.library.answering import kept
from cairn.web.navigation import url_of
from cairn.web.say import current

FEED = 50  # entries


@require_safe
def search(request: HttpRequest) -> HttpResponseBase:
    question = question_of(dict(request.GET.lists()), current())
    answer = ask(question)
    like = answer.like.title_in(current()) if answer.like else None
    values = {
        "question": question,
        "asked": bool(pairs_of(question)),
        "answer": answer,
        "count": found.result_count(answer),
        "lines": found.lines(answer),
        "facets": found.facets(answer),
        "chosen": found.chosen(question),
        "notes": [found.told(one.text, one.values) for one in answer.notes],
        "rereads": answer.thought.rereads,
        "ways": found.ways(answer),
        "next": found.next_page(answer),
        "first": found.with_sort(question, answer.plan.order) if question.after else "",
        "by_score": found.with_sort(question, "score"),
        "by_newest": found.with_sort(question, "newest"),
        "carried": found.carried(question, "q"),
        "carried_days": found.carried(question, "from", "to"),
        "like": like,
        "like_direction": direction(like.language) if like else "",
        "feed": f"{reverse('library:search_feed')}?{request.GET.urlencode()}",
        "json": f"/api/v1/search?{request.GET.urlencode()}",
        "save": _save(request, question),
    }
    return kept(request, render(request, "library/search.html", values))


def _save(request: HttpRequest, question: Question) -> str:
    """Where somebody of the desk keeps this search; "" for everybody else."""
    here = settings.SESSION_COOKIE_NAME in request.COOKIES
    address = url_of("desk:search_new") if here else None
    return f"{address}?{urlencode(pairs_of(question))}" if address else ""


@require_safe
def feed(request: HttpRequest) -> HttpResponseBase:
    """The newest that fit, as Atom: for whoever wants to hear of what is published next."""
    asked = question_of(dict(request.GET.lists()), current())
    question = Question(
        asked.text, asked.language, asked.narrow, asked.within, "newest", asked.like, FEED
    )
    answer = ask(question, facets=False)
    origin = settings.ENVIRONMENT.origin.rstrip("/")
    page = f"{reverse('library:search')}?{request.GET.urlencode()}"
    title = _("Library of Cairn: %(words)s") if asked.text else _("Library of Cairn")
    made = Atom1Feed(
        title=title % {"words": asked.text},
        link=f"{origin}{page}",
        description="",
        language=current(),
        feed_url=f"{origin}{request.get_full_path()}",
    )
    for one in answer.results:
        document = one.document
        head = document.title_in(current()).text
        made.add_item(
            title=f"{head} – {document.heading}" if document.heading else head,
            link=f"{origin}{found.page_of(document) or page}",
            description="".join(piece.text for piece in one.snippet.pieces) if one.snippet else "",
            unique_id=f"{origin}/{document.ref}{'#' if document.anchor else ''}{document.anchor}",
            updateddate=document.published,
            pubdate=document.published,
            categories=[document.kind],
            item_copyright=document.licence or None,
        )
    response = HttpResponse(made.writeString("utf-8"), content_type="application/atom+xml")
    return kept(request, response)
