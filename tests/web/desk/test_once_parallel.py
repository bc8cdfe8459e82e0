"""Two copies of one form that arrive at the same moment."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from cairn.audit.models import Event
from cairn.files.models import Upload
from tests.reporting.filings.doing import drafted
from tests.web.desk.conftest import EVENTS, Desk, person
from tests.web.desk.filing.conftest import form_of, line_named, office, page_of


@pytest.mark.django_db(transaction=True)
def test_two_copies_at_once_act_once():
    steward = person("steward", "steward")
    address = reverse("desk:import_new")
    fields = Desk().enter(steward).fields(address) | {"kind": "incidents", "source": ""}
    answers, start = [], threading.Barrier(3)

    def send() -> None:
        browser = Desk().enter(steward)
        file = SimpleUploadedFile("a.csv", EVENTS.encode())
        start.wait()
        answers.append(browser.post(address, fields | {"file": file}).headers.get("Location"))
        connection.close()

    threads = [threading.Thread(target=send) for _copy in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(answers) == 3
    assert len(set(answers)) == 1
    assert Upload.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_copies_of_a_filing_form_at_once_save_once_and_lead_to_the_same_page():
    niger = office()
    filing = drafted(niger.people)
    address = page_of("filing_write", filing)
    fields = form_of(niger.officer, address) | {"act": "about"}
    fields[f"n-{line_named(fields, 'smuggled_detected')}"] = "77"
    before = Event.objects.filter(target=filing.ref).count()
    answers, start = [], threading.Barrier(3)

    def send() -> None:
        browser = Desk().enter(niger.people.officer)
        start.wait()
        answers.append(browser.post(address, fields).headers.get("Location"))
        connection.close()

    threads = [threading.Thread(target=send) for _copy in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert answers == [page_of("filing_about", filing)] * 3
    assert Event.objects.filter(target=filing.ref).count() == before + 1
    assert filing.counts.get().value == 77
