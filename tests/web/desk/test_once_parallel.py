"""Two copies of one form that arrive at the same moment."""

import threading

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse

from cairn.files.models import Upload
from tests.web.desk.conftest import EVENTS, Desk, person


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
