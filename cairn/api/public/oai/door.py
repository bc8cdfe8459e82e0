"""OAI-PMH 2.0: the library for harvesters, records and stubs in the order in which they changed.

Sets are the kinds. Deleted records are kept for ever ("persistent"), for a withdrawn record leaves
its stub. Errors of the protocol come with status 200, as it asks.
"""

from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from django.conf import settings
from django.db.models import Min, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cairn.api.public.oai.questions import (
    DUBLIN,
    OaiError,
    Question,
    check_prefix,
    question_of,
    token_of,
)
from cairn.api.public.oai.writing import (
    OAI_DC,
    as_bytes,
    frame,
    header,
    put,
    records,
    stamp,
)
from cairn.knowledge.kinds import kinds
from cairn.knowledge.models import CHANGED, Item, ItemQuerySet
from cairn.knowledge.outgoing import pages_in
from cairn.knowledge.queries import after, changed_between
from cairn.knowledge.shapes import clean

XML = "text/xml; charset=utf-8"
RECORDS, HEADERS = 100, 500  # of one answer
FRESH = 60
NOTHING = "1970-01-01T00:00:00Z"  # before there was anything


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def harvest(request: HttpRequest) -> HttpResponse:
    """One answer to one question; both ways of asking are the same."""
    given: QueryDict = request.POST if request.method == "POST" else request.GET
    base = _whole(reverse("oai:harvest"))
    try:
        question = question_of(given, kinds())
        root = frame(base, question.arguments)
        _answer(root, question)
    except OaiError as error:
        told = {} if error.code in {"badVerb", "badArgument"} else _arguments(given)
        root = frame(base, told)
        put(root, "error", error.sentence, code=error.code)
    answer = HttpResponse(as_bytes(root), content_type=XML)
    patch_cache_control(answer, public=True, max_age=FRESH)
    return answer


def _arguments(given: QueryDict) -> dict[str, str]:
    return {name: values[0] for name, values in given.lists()}


def _answer(root: Element, question: Question) -> None:
    match question.verb:
        case "Identify":
            _identify(root)
        case "ListMetadataFormats":
            if "identifier" in question.arguments:
                _item(question.arguments["identifier"])
            _formats(root)
        case "ListSets":
            made = put(root, "ListSets")
            for one in kinds().values():
                each = put(made, "set")
                put(each, "setSpec", one.key)
                put(each, "setName", one.words)
        case "GetRecord":
            item = _item(question.arguments["identifier"])
            check_prefix(question.arguments)
            records(put(root, "GetRecord"), [item], _named([item]), pages_in("en"))
        case _:
            _list(root, question)


def _identify(root: Element) -> None:
    made = put(root, "Identify")
    put(made, "repositoryName", "Cairn")
    put(made, "baseURL", _whole(reverse("oai:harvest")))
    put(made, "protocolVersion", "2.0")
    put(made, "adminEmail", _contact())
    first = Item.objects.aggregate(first=Min(CHANGED))["first"]
    put(made, "earliestDatestamp", stamp(first) if first else NOTHING)
    put(made, "deletedRecord", "persistent")
    put(made, "granularity", "YYYY-MM-DDThh:mm:ssZ")
    put(made, "compression", "gzip")


def _formats(root: Element) -> None:
    one = put(put(root, "ListMetadataFormats"), "metadataFormat")
    put(one, "metadataPrefix", DUBLIN)
    put(one, "schema", f"{OAI_DC[:-1]}.xsd")
    put(one, "metadataNamespace", OAI_DC)


def _list(root: Element, question: Question) -> None:
    rows = changed_between(_of(question.kind), question.since, question.until)
    whole = question.verb == "ListRecords"
    most = RECORDS if whole else HEADERS
    page = after(rows, question.place)
    found = list((page if whole else page.defer("body"))[: most + 1])
    if not found:
        raise OaiError("noRecordsMatch", "Nothing was published or withdrawn that fits.")
    made, shown = put(root, question.verb), found[:most]
    if whole:
        records(made, shown, _named(shown), pages_in("en"))
    else:
        for item in shown:
            header(made, item, _named([item])[item.ref])
    if len(found) > most or question.place:
        last = shown[-1]
        place = (last.withdrawn_at or last.published_at, str(last.ref))
        seen = question.seen + len(shown)
        total = max(question.total or rows.count(), seen)  # counted once for the whole list
        token = token_of(question, place, seen, total) if len(found) > most else ""
        told = {"completeListSize": str(total), "cursor": str(question.seen)}
        put(made, "resumptionToken", token, **told)


def _of(kind: str) -> "ItemQuerySet":
    """The records of a set, or all. All are read in their order by its index: the kind is asked
    about in a form that no index has, else everything would be sorted for each answer."""
    if kind:
        return Item.objects.filter(kind=kind)
    return Item.objects.annotate(of=Concat("kind", Value(""))).filter(of__in=list(kinds()))


def _item(identifier: str) -> Item:
    ref = clean(identifier).removeprefix(_prefix())
    found = Item.objects.filter(ref=ref, kind__in=list(kinds())).first()
    if found is None or clean(identifier) != _prefix() + ref:
        raise OaiError("idDoesNotExist", "There never was such a record.")
    return found


def _named(items: list[Item]) -> dict[str, str]:
    return {str(one.ref): f"{_prefix()}{one.ref}" for one in items}


def _prefix() -> str:
    return f"oai:{_host()}:"


def _host() -> str:
    return urlsplit(settings.ENVIRONMENT.origin).hostname or "localhost"


def _contact() -> str:
    """Whom a harvester may write to: the setting, else the postmaster that every domain has."""
    host = _host() if "." in _host() else f"{_host()}.invalid"
    return settings.ENVIRONMENT.contact or f"postmaster@{host}"


def _whole(path: str) -> str:
    return settings.ENVIRONMENT.origin.rstrip("/") + path
