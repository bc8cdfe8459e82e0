"""Corrections and recalls on the desks of those who read, and of the owner who waits for answers.

to01  a reader finds it on her first page, with what changed if she may still read it
to02  what is closed to her is told in one fixed sentence, without a reason
to03  she acknowledges once; another's notice is absent; the owner sees organisation and day
to04  the owner sees who has not, and that copies cannot be called back
to05  after a fortnight both first pages say so
to06  a contact point recalls on the page of the filing, with a reason
to07  where there is nothing to recall although others have read it, she reads why
to08  a recalled filing says so in the place of its marking, and by when its readers answer
to09  bodies of the own State are not among the others who have read it
to10  a sharing group that narrows is one notice, which names neither the group nor its filings
"""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cairn.reporting.filings.actions import recall_filing, withdraw_filing
from cairn.reporting.filings.contributing import cleared_audience
from cairn.reporting.filings.models import Filing, Notice
from cairn.reporting.filings.participating import leave
from cairn.reporting.filings.recalling import REMINDED
from cairn.reporting.filings.sharing_with import share_filing
from cairn.web import numbers
from cairn.web.desk.once import new_token
from tests.factories_of_sharing import GroupMemberFactory, SharingGroupFactory
from tests.reporting.filings.exchange import filed
from tests.reporting.filings.test_recalling import amended
from tests.web.desk.filing.conftest import page_of, says_purpose, text_of

pytestmark = pytest.mark.django_db
HOME, TOLD = reverse("desk:home"), reverse("desk:reads_told")
NOTHING = "There is nothing to recall"


def read(shared) -> str:
    """Mali's officer reads Niger's filing and takes it along."""
    record = page_of("filing", shared.theirs)
    desk = says_purpose(shared.mali.officer)
    assert desk.get(record).status_code == 200
    assert desk.get(page_of("filing_export", shared.theirs, "csv")).getvalue()
    return record


def notice_of(shared) -> str:
    found = Notice.objects.get(organisation=shared.mali.people.agency, target=shared.theirs.ref)
    return reverse("desk:reads_notice", args=[found.ref])


def recalled(shared) -> str:
    read(shared)
    recall_filing(filing=shared.theirs, reason="Wrong posts.", by=shared.niger.people.contact)
    return notice_of(shared)


def test_to01_a_correction_says_what_changed_since_the_version_that_was_read(shared):
    read(shared)
    amended(shared.niger.people, shared.theirs, coverage_note="All posts but one.")
    home = text_of(shared.mali.officer.get(HOME))
    assert "To be acknowledged" in home
    assert "A filing that you have read has a new version." in home
    page = text_of(shared.mali.officer.get(notice_of(shared)))
    assert "You have read version 1; version 2 stands now." in page
    assert "All posts but one." in page
    assert "Copies that you hold" in page
    assert re.search(r"exp-\w", page)
    assert "To be acknowledged" not in text_of(shared.mali.contact.get(HOME))  # it read nothing


def test_to02_what_is_closed_is_told_without_content_and_without_reason(shared):
    address = recalled(shared)
    page = text_of(shared.mali.officer.get(address))
    assert "What you have read is not open to you any more" in page
    assert "Wrong posts." not in page
    assert "Numbers that differ" not in page
    assert page_of("filing", shared.theirs) not in page
    assert shared.mali.officer.get(page_of("filing", shared.theirs)).status_code == 404


def test_to03_it_is_acknowledged_once_and_by_nobody_else(shared):
    address = recalled(shared)
    for stranger in (shared.mali.contact, shared.niger.officer, shared.niger.secretary):
        assert stranger.get(address).status_code == 404
        user = stranger.session["_auth_user_id"]
        person = type(shared.mali.people.officer).objects.get(pk=user)
        assert stranger.post(address, {"once": new_token(person)}).status_code == 404
    assert Notice.objects.get(kind="recalled").done_at is None
    shared.mali.officer.send(address)
    done = Notice.objects.get(kind="recalled")
    assert done.done_by == shared.mali.people.officer.username
    again = {"once": new_token(shared.mali.people.officer)}
    assert shared.mali.officer.post(address, again).url == address
    assert Notice.objects.get(kind="recalled").done_at == done.done_at
    assert shared.mali.people.officer.display_name in text_of(shared.mali.officer.get(address))
    assert "To be acknowledged" not in text_of(shared.mali.officer.get(HOME))
    for page in (TOLD, page_of("filing", shared.theirs)):
        text = text_of(shared.niger.contact.get(page))
        assert shared.mali.people.agency.name in text
        assert "not acknowledged" not in text.replace("Not acknowledged", "")
        assert shared.mali.people.officer.display_name not in text


def test_to03_it_is_not_put_away_like_what_only_tells(shared):
    recalled(shared)
    ref = Notice.objects.get(kind="recalled").ref
    sent = {"once": new_token(shared.mali.people.officer), "notice": ref}
    assert shared.mali.officer.post(HOME, sent).status_code == 403
    assert Notice.objects.get(ref=ref).done_at is None


def test_to04_the_owner_sees_who_has_not_and_that_copies_stay_outside(shared):
    assert "Nobody had to be told of anything" in text_of(shared.niger.contact.get(TOLD))
    recalled(shared)
    for page in (TOLD, f"{TOLD}?whose=open", page_of("filing", shared.theirs)):
        text = text_of(shared.niger.contact.get(page))
        assert shared.mali.people.agency.name in text
        assert "not acknowledged" in text
        assert "took a file along" in text
        assert "cannot be called back" in text
    shared.mali.officer.send(notice_of(shared))
    assert "Everybody has acknowledged." in text_of(shared.niger.contact.get(f"{TOLD}?whose=open"))
    assert shared.mali.people.agency.name not in text_of(shared.mali.officer.get(TOLD))


def test_to04_of_a_withdrawn_filing_the_owner_still_sees_who_has_not_answered(shared):
    record = read(shared)
    people = shared.niger.people
    withdraw_filing(filing=shared.theirs, reason="Counted twice.", by=people.contact)
    text = text_of(shared.niger.officer.get(record))
    assert shared.mali.people.agency.name in text
    assert "not acknowledged" in text
    page = text_of(shared.mali.officer.get(notice_of(shared)))
    assert "What you have read is not open to you any more" in page
    assert "Counted twice." not in page


def test_to04_leaving_is_told_to_readers_and_seen_by_the_contact_point(shared):
    read(shared)
    leave(state="NER", by=shared.niger.people.contact)
    assert "A State left the exchange" in text_of(shared.mali.officer.get(HOME))
    notice = Notice.objects.get(kind="left")
    address = reverse("desk:reads_notice", args=[notice.ref])
    assert "None of its filings is open to you" in text_of(shared.mali.officer.get(address))
    assert shared.mali.people.agency.name in text_of(shared.niger.contact.get(TOLD))
    assert shared.mali.people.agency.name not in text_of(shared.niger.officer.get(TOLD))


def test_to05_after_a_fortnight_both_first_pages_say_so(shared):
    recalled(shared)
    for desk in (shared.mali.officer, shared.niger.contact, shared.niger.officer):
        home = text_of(desk.get(HOME))
        assert not re.search(r"waits for \d", home)
        assert "Not everybody has acknowledged" not in home
    notice = Notice.objects.get(kind="recalled")
    notice.values["first"] = str(timezone.localdate() - timedelta(days=15))
    notice.save()
    assert "waits for 15 days" in text_of(shared.mali.officer.get(HOME))
    for desk in (shared.niger.contact, shared.niger.officer):
        assert "Not everybody has acknowledged" in text_of(desk.get(HOME))
    assert "Not everybody has acknowledged" not in text_of(shared.mali.officer.get(HOME))


def test_to06_a_contact_point_recalls_on_the_page_with_a_reason(shared):
    record = read(shared)
    for desk in (shared.niger.officer, shared.niger.secretary):
        assert 'value="recall"' not in text_of(desk.get(record))
    sent = {"act": "recall", "number": 1, "once": new_token(shared.niger.people.officer)}
    assert shared.niger.officer.post(record, sent | {"reason": "No."}).status_code == 400
    empty = shared.niger.contact.send(record, act="recall", number=1, reason=" ")
    assert empty.status_code == 400
    assert not Notice.objects.filter(kind="recalled").exists()
    shared.niger.contact.send(record, act="recall", number=1, reason="Wrong posts.")
    text = text_of(shared.niger.contact.get(record))
    assert "Recalled from other States" in text
    assert "Wrong posts." in text
    assert 'value="recall"' not in text
    assert shared.mali.officer.get(record).status_code == 404


def test_to07_where_others_have_read_it_and_none_can_now_the_page_says_why_it_is_not_recalled(
    shared,
):
    record, desk = page_of("filing", shared.theirs), shared.niger.contact
    closed = {"marking": "amber", "audience_class": cleared_audience(shared.theirs)}
    row = Filing.objects.filter(pk=shared.theirs.pk)
    was = row.values("marking", "audience_class").get()
    row.update(**closed)
    assert NOTHING not in text_of(desk.get(record))  # nobody else has read it
    row.update(**was)
    read(shared)
    assert NOTHING not in text_of(desk.get(record))  # it can be recalled
    row.update(**closed)
    assert f"{NOTHING}: others have read it, but its marking" in text_of(desk.get(record))
    for other in (shared.niger.officer, shared.niger.secretary):
        assert NOTHING not in text_of(other.get(record))
    row.update(**was)
    leave(state="NER", by=shared.niger.people.contact)
    assert "your State takes no part in the exchange now" in text_of(desk.get(record))


def test_to08_a_recalled_filing_wears_no_marking_as_if_it_were_shared(shared):
    page = page_of("filing", shared.theirs)
    assert '<span class="tag" dir="ltr"' in text_of(shared.niger.contact.get(page))
    address = recalled(shared)
    by = numbers.day(timezone.localdate() + REMINDED, "en")
    for desk in (shared.niger.contact, shared.niger.officer, shared.niger.secretary):
        text = text_of(desk.get(page))
        assert '<span class="tag" dir="ltr"' not in text
        head = text.partition('class="filing-head"')[2].partition("</div>")[0]
        assert "Recalled" in head
        assert "Validated" not in head
        assert "nobody else reads it any more" in text
        assert f"is to confirm by {by} that it is not used any more" in text
    assert f"waits for this until {by}" in text_of(shared.mali.officer.get(address))
    assert f"by {by}" in text_of(shared.mali.officer.get(HOME))
    assert f"by {by}" in text_of(shared.niger.contact.get(TOLD))


def test_to09_the_own_ministry_is_not_among_the_others_who_read(shared):
    page = page_of("filing", shared.theirs)
    shared.niger.contact.get(page)  # another body of the same State
    context = shared.niger.officer.get(page).context
    assert context["read_by"] is None
    assert len(context["read_inside"].rows) == 1
    read(shared)
    context = shared.niger.officer.get(page).context
    names = [row[0] for row in context["read_by"].rows]
    assert names == [shared.mali.people.agency.called]
    assert len(context["read_inside"].rows) == 1


def test_to10_a_group_that_narrows_is_told_once_without_its_name(shared):
    niger, mali = shared.niger, shared.mali
    group = SharingGroupFactory(owner=niger.people.agency, state="NER", name="Lake watch")
    GroupMemberFactory(group=group, organisation=mali.people.agency)
    strict = filed(niger.people, "2024-Q2", marking="amber_strict")
    share_filing(filing=strict, group=group.ref, by=niger.people.contact)
    desk, record = says_purpose(mali.officer), page_of("filing", strict)
    assert desk.get(page_of("filing_export", strict, "csv")).getvalue()
    niger.contact.send(reverse("desk:group", args=[group.ref]), act="close")
    assert desk.get(record).status_code == 404
    assert "is closed to you." in text_of(desk.get(HOME))
    address = reverse("desk:reads_notice", args=[Notice.objects.get(kind="closed").ref])
    text = text_of(desk.get(address))
    assert "What you have read is not open to you any more" in text
    assert "Copies that you hold" in text
    for hidden in ("Lake watch", group.ref, strict.ref, "Q2 2024"):  # a token may hold "Q2"
        assert hidden not in text
    text = text_of(niger.contact.get(TOLD))
    assert mali.people.agency.name in text
    assert "a sharing group narrowed" in text
    assert mali.people.agency.name not in text_of(niger.officer.get(TOLD))
    for stranger in (mali.contact, niger.contact):
        assert stranger.get(address).status_code == 404
    desk.send(address)
    assert "To be acknowledged" not in text_of(desk.get(HOME))
