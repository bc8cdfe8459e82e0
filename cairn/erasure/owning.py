"""Whose a row is: the organisation that may have something erased from it.

A row that belongs to nobody (of the queue, of sessions) is the instance's own; whatever erases
reaches it too. Every model of ours says here how its owner is found, or that it has none.
"""

from collections.abc import Mapping
from typing import Any

from django.apps import apps
from django.db import models

from cairn.accounts.models import Membership, Organisation
from cairn.audit.models import Event
from cairn.db.fields import RefField
from cairn.files.models import StoredFile, Upload
from cairn.history.models import Version
from cairn.jobs.models import JobNote
from cairn.reporting.models import ImportBatch

# The way from a row to its owner's reference; several where only one of them leads somewhere.
OWNERS: Mapping[str, tuple[str, ...]] = {
    "filings.filing": ("owner_id",),
    "filings.filingcount": ("filing__owner_id",),
    "filings.filingcomment": ("filing__owner_id",),
    "findings.finding": ("owner_id",),
    "filings.double": ("filing__owner_id",),
    "filings.notice": ("organisation__ref",),
    "filings.schedule": ("organisation__ref",),
    "filings.notaperson": ("organisation__ref",),
    "observations.routeobservation": ("filing__owner_id",),
    "observations.feeobservation": ("filing__owner_id",),
    "observations.methodobservation": ("filing__owner_id",),
    "observations.documentfraudobservation": ("filing__owner_id",),
    "observations.incidentreport": ("filing__owner_id",),
    "observations.leg": ("route__filing__owner_id", "incident__filing__owner_id"),
    "observations.incidentpersons": ("incident__filing__owner_id",),
    "devices.device": ("organisation__ref",),
    "devices.handin": ("device__organisation__ref",),
    "sheets.sheetfile": ("organisation__ref",),
    "sheets.sheetmemory": ("organisation__ref",),
    "sheets.sheettaken": ("organisation__ref",),
    "sheets.refusedsheet": ("organisation__ref",),
    "editing.entry": ("owner__ref",),
    "reporting.dataset": ("owner_id",),
    "reporting.importbatch": ("owner_id",),
    "reporting.problem": ("batch__owner_id",),
    "reporting.incident": ("owner_id",),
    "reporting.account": ("owner_id",),
    "reporting.count": ("owner_id",),
    "erasure.erasure": ("owner_id",),
    "erasure.hold": ("owner_id",),
    "reads.read": ("owner_id",),
    "reads.copy": ("owner_id",),
    "sharing.sharinggroup": ("owner__ref",),
    "sharing.groupmember": ("group__owner__ref",),
    # Of whoever looks into it: the body that it speaks of learns nothing of it here either.
    "rights.report": ("reviewer",),
    "rights.word": ("report__reviewer",),
    "access.rolerequest": ("organisation__ref",),
    "access.emergency": ("place__ref",),
    "access.emergencyreading": ("emergency__place__ref",),
    "access.agreement": ("organisation__ref",),
    "accounts.organisation": ("ref",),
}
# Rows of the instance, of a whole State, or of two owners at once.
UNOWNED = frozenset(
    {
        *("accounts.user", "accounts.signin", "accounts.membership", "accounts.invitation"),
        *("accounts.provider", "accounts.providerlink"),
        *("accounts.recovery", "audit.seal", "audit.checkpoint", "audit.holding"),
        *("filings.staterule", "reporting.linkproposal", "observatory.snapshotrecord"),
        *("published.publishedsnapshot", "sharing.participant", "sharing.entitlement"),
        *("sharing.reciprocityrule", "accounts.usage", "rights.reporter"),
        "erasure.retentionrule",
        # Of whoever asked, who has no account: an erasure by anybody reaches them.
        *("corrections.request", "corrections.decision", "asking.asking", "asking.answer"),
        *("knowledge.item", "knowledge.itemtag", "knowledge.itemlink", "outbox.changed"),
        "guarded.altered",  # references of what changed; gone when the index has it
        "saved.savedsearch",  # of a person, and of no organisation
    }
)
BY_REFERENCE = {"history.version": "key", "audit.event": "target", "jobs.jobnote": "about"}
BY_WORD = frozenset({"rights.report", "rights.word"})  # no key of the database holds the owner
BY_PEOPLE = frozenset({"files.upload", "files.storedfile"})


def owners_of(row: models.Model) -> frozenset[str]:
    """References of the organisations that own the row; empty: it is the instance's own."""
    label = row._meta.label_lower
    if label in OWNERS:
        found = type(row)._base_manager.filter(pk=row.pk).values_list(*OWNERS[label])
        refs = frozenset(ref for paths in found for ref in paths if ref)
        return _that_are(refs) if label in BY_WORD else refs
    match row:
        case Version() | Event() | JobNote():
            return owners_of_ref(getattr(row, BY_REFERENCE[label]))
        case Upload():
            return _of_person(row.owner_id)
        case StoredFile():
            return _of_file(row)
    return frozenset()


def _that_are(refs: frozenset[str]) -> frozenset[str]:
    return frozenset(Organisation.objects.filter(ref__in=refs).values_list("ref", flat=True))


def owners_of_ref(ref: str) -> frozenset[str]:
    """The same for a public reference; of one that leads nowhere any more, empty."""
    for model in _models_of(ref.partition("-")[0]):
        for row in model._base_manager.filter(ref=ref)[:1]:
            return owners_of(row)
    return frozenset()


def _models_of(prefix: str) -> list[Any]:
    found = []
    for model in apps.get_models():
        field: Any = next((one for one in model._meta.fields if one.name == "ref"), None)
        if isinstance(field, RefField) and field.prefix == prefix:
            found.append(model)
    return found


def _of_person(user: Any) -> frozenset[str]:
    held = Membership.objects.filter(user=user)
    return frozenset(held.values_list("organisation__ref", flat=True))


def _of_file(stored: StoredFile) -> frozenset[str]:
    batches = ImportBatch.objects.filter(file=stored).values_list("owner__ref", flat=True)
    found: frozenset[str] = frozenset(batches)
    for owner in Upload.objects.filter(file=stored).values_list("owner_id", flat=True):
        found |= _of_person(owner)
    return found
