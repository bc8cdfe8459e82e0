"""The smallest valid thing of every model; a test states only what it is about.

Rows of one test hang together: an account belongs to its batch's data set and owner unless the
test says otherwise.
"""

from datetime import date
from uuid import uuid4

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from cairn.accounts.models import Membership, Organisation, OrganisationKind, User
from cairn.audit.models import Event, Seal
from cairn.files.models import StoredFile, Upload
from cairn.history.models import Version
from cairn.jobs.models import JobNote
from cairn.observatory.models import SnapshotRecord
from cairn.published.models import PublishedSnapshot
from cairn.reporting.filings.counts import key_of
from cairn.reporting.filings.models import (
    Double,
    Filing,
    FilingComment,
    FilingCount,
    NotAPerson,
    Notice,
    Schedule,
    StateRule,
)
from cairn.reporting.models import (
    Account,
    Count,
    DataSet,
    ImportBatch,
    Incident,
    LinkProposal,
    Problem,
    Provenance,
)
from cairn.reporting.states import Status

NOW = factory.LazyFunction(timezone.now)


def digest(number: int, length: int = 64) -> str:
    return f"{number:0{length}x}"


class OrganisationFactory(DjangoModelFactory):
    class Meta:
        model = Organisation

    key = factory.Sequence(lambda n: f"organisation-{n}")
    name = factory.Sequence(lambda n: f"Organisation {n}")
    kind = OrganisationKind.PUBLISHER


class UserFactory(DjangoModelFactory):
    """`role="steward"` gives the person that role in an organisation of her own."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    display_name = factory.Sequence(lambda n: f"Person {n}")
    password = "!"  # none that anybody could type

    @factory.post_generation
    def role(self, create, extracted, **kwargs):
        if create and extracted:
            MembershipFactory(user=self, role=extracted)


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    role = "analyst"


class EventFactory(DjangoModelFactory):
    class Meta:
        model = Event

    at = NOW
    kind = "tests.thing.done"


class SealFactory(DjangoModelFactory):
    class Meta:
        model = Seal

    number = factory.Sequence(lambda n: n + 1)
    event = factory.Sequence(lambda n: n + 1)
    salt = factory.Sequence(lambda n: digest(n, 32))
    commitment = factory.Sequence(digest)
    chain = factory.Sequence(digest)


class StoredFileFactory(DjangoModelFactory):
    """A row only; `files.store.put` stores a content."""

    class Meta:
        model = StoredFile

    sha256 = factory.Sequence(digest)
    size = 0
    stored_at = NOW


class UploadFactory(DjangoModelFactory):
    class Meta:
        model = Upload

    owner = factory.SubFactory(UserFactory)
    name = "table.csv"
    size = 1


class VersionFactory(DjangoModelFactory):
    class Meta:
        model = Version

    model = "tests.thing"
    key = factory.Sequence(lambda n: f"tst-{n}")
    number = 1
    body = "{}"
    sha256 = factory.Sequence(digest)
    at = NOW


class JobNoteFactory(DjangoModelFactory):
    class Meta:
        model = JobNote

    task = factory.LazyFunction(uuid4)
    name = "tests.work.nothing"


class SnapshotRecordFactory(DjangoModelFactory):
    class Meta:
        model = SnapshotRecord

    snapshot = factory.Sequence(lambda n: digest(n, 32))
    open_only = False
    events = 0
    counts = 0
    built_at = NOW


class PublishedSnapshotFactory(DjangoModelFactory):
    class Meta:
        model = PublishedSnapshot

    snapshot = factory.Sequence(lambda n: digest(n, 32))
    rule = "open-data"
    published_at = NOW


class SharedFactory(DjangoModelFactory):
    """Open to anyone and owned by a publisher."""

    class Meta:
        abstract = True

    owner = factory.SubFactory(OrganisationFactory)
    audience_class = "open"
    section = "open"


class DataSetFactory(SharedFactory):
    """Accepted and reusable; `accepted_at=None, accepted_by=None` for one that is not."""

    class Meta:
        model = DataSet

    key = factory.Sequence(lambda n: f"source-{n}")
    title = factory.Sequence(lambda n: f"Source {n}")
    licence = "cc-by-4.0"
    provenance = Provenance.OPEN_SOURCE
    accepted_at = NOW
    accepted_by = "console"


class ImportBatchFactory(SharedFactory):
    """Committed, so that its rows are current."""

    class Meta:
        model = ImportBatch

    dataset = factory.SubFactory(DataSetFactory)
    owner = factory.SelfAttribute("dataset.owner")
    kind = "incidents"
    file = factory.SubFactory(StoredFileFactory)
    file_name = "table.csv"
    status = Status.COMMITTED
    started_at = NOW
    touched_at = NOW


class ProblemFactory(DjangoModelFactory):
    class Meta:
        model = Problem

    batch = factory.SubFactory(ImportBatchFactory)
    row = 2
    code = "unreadable_count"


class IncidentFactory(SharedFactory):
    class Meta:
        model = Incident

    batch = factory.SubFactory(ImportBatchFactory)
    owner = factory.SelfAttribute("batch.owner")


class StagedFactory(SharedFactory):
    class Meta:
        abstract = True

    batch = factory.SubFactory(ImportBatchFactory)
    dataset = factory.SelfAttribute("batch.dataset")
    owner = factory.SelfAttribute("batch.owner")
    key = factory.Sequence(lambda n: f"row-{n}")
    digest = factory.Sequence(lambda n: digest(n, 30))


class AccountFactory(StagedFactory):
    class Meta:
        model = Account

    incident = factory.SubFactory(IncidentFactory, batch=factory.SelfAttribute("..batch"))


class CountFactory(StagedFactory):
    class Meta:
        model = Count

    batch = factory.SubFactory(ImportBatchFactory, kind="counts")
    tab = "monthly"
    basis = "arrivals"
    value = 1
    when_earliest = date(2024, 1, 1)
    when_latest = date(2024, 1, 31)
    when_precision = "month"


class LinkProposalFactory(DjangoModelFactory):
    class Meta:
        model = LinkProposal

    left = factory.Sequence(lambda n: f"acc-{n:010d}-0")
    right = factory.Sequence(lambda n: f"acc-{n:010d}-1")
    score = 0.5
    found_at = NOW


class StateBodyFactory(OrganisationFactory):
    """An agency of a State; Niger unless the test says otherwise."""

    kind = OrganisationKind.STATE_BODY
    state = "NER"


class FilingFactory(DjangoModelFactory):
    """A draft of the first quarter of 2024, private to its organisation."""

    class Meta:
        model = Filing

    owner = factory.SubFactory(StateBodyFactory)
    state = factory.SelfAttribute("owner.state")
    audience_class = "organisation"
    section = "smuggled_migrants"
    period = date(2024, 1, 1)
    period_last = date(2024, 3, 31)
    count_basis = "persons"
    conduct = "smuggling"
    begun_at = NOW
    begun_by = "officer"
    touched_at = NOW


class FilingCountFactory(DjangoModelFactory):
    class Meta:
        model = FilingCount

    filing = factory.SubFactory(FilingFactory)
    measure = "smuggled_detected"
    key = factory.LazyAttribute(
        lambda one: key_of(one.measure, {"origin": one.origin} if one.origin else {})
    )
    origin = None
    value = 1


class FilingCommentFactory(DjangoModelFactory):
    class Meta:
        model = FilingComment

    filing = factory.SubFactory(FilingFactory)
    organisation = factory.SelfAttribute("filing.owner")
    text = "Which border?"
    by = "officer"
    at = NOW


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    organisation = factory.SubFactory(StateBodyFactory)
    kind = "submitted"
    target = factory.Sequence(lambda n: f"fil-{n}")
    at = NOW


class StateRuleFactory(DjangoModelFactory):
    class Meta:
        model = StateRule

    state = factory.Sequence(lambda n: f"X{chr(65 + n // 26 % 26)}{chr(65 + n % 26)}")


class DoubleFactory(DjangoModelFactory):
    class Meta:
        model = Double

    filing = factory.SubFactory(FilingFactory)
    key = factory.Sequence(lambda n: f"smuggled_detected||place=Post {n}")
    measure = "smuggled_detected"
    left = "fil-a"
    right = "fil-b"
    left_value = 3
    right_value = 3
    score = 0.6


class ScheduleFactory(DjangoModelFactory):
    class Meta:
        model = Schedule

    organisation = factory.SubFactory(StateBodyFactory)
    section = "smuggled_migrants"
    level = "quarter"
    since = date(2024, 1, 1)


class NotAPersonFactory(DjangoModelFactory):
    class Meta:
        model = NotAPerson

    organisation = factory.SubFactory(StateBodyFactory)
    digest = factory.Sequence(digest)
    by = "officer"
    at = NOW
