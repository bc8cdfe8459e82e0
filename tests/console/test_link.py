"""`cairn link`: what it says and does at the console."""

import pytest
from django.core.management import call_command

from cairn.console.management.commands.link import NoSuchSource, TooFewSources
from cairn.reporting.models import LinkProposal
from tests.factories import OrganisationFactory
from tests.reporting.linking.conftest import account, batch_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _folder(settings, tmp_path, monkeypatch):
    settings.CAIRN_DATA = tmp_path
    monkeypatch.setenv("CAIRN_LANGUAGE", "en")


@pytest.fixture
def sources():
    publisher = OrganisationFactory()
    made = [batch_of(name, publisher).dataset for name in ("alpha", "beta", "gamma")]
    for source in made:
        account(source)
    return made


def test_all_sources_are_compared_two_by_two(sources, capsys):
    call_command("link")
    said = capsys.readouterr().out
    assert "alpha and beta: 1 joined without asking, 0 left to a person" in said
    assert "alpha and gamma: 1 joined" in said
    assert LinkProposal.objects.count() == 2  # beta and gamma are one event by then


def test_a_trial_keeps_nothing(sources, capsys):
    call_command("link", "--source", "beta", "--source", "alpha", "--dry-run")
    said = capsys.readouterr().out
    assert "alpha and beta: 1 would be joined without asking" in said
    assert "nothing was kept" in said
    assert "gamma" not in said
    assert not LinkProposal.objects.exists()


def test_one_source_is_compared_with_all_others(sources, capsys):
    call_command("link", "--source", "gamma")
    said = capsys.readouterr().out
    assert "alpha and gamma" in said
    assert "beta and gamma" in said
    assert "alpha and beta" not in said


def test_an_unknown_source_is_named_with_those_there_are(sources):
    with pytest.raises(NoSuchSource) as refused:
        call_command("link", "--source", "delta")
    assert refused.value.values == {"source": "delta", "known": "alpha, beta, gamma"}


def test_one_source_alone_cannot_be_compared(db):
    account(batch_of("alone", OrganisationFactory()).dataset)
    with pytest.raises(TooFewSources):
        call_command("link")


def test_what_is_not_open_is_not_compared_at_the_console(sources, capsys):
    hidden = batch_of("hidden", OrganisationFactory(), audience_class="organisation").dataset
    account(hidden)
    call_command("link")
    assert "hidden" not in capsys.readouterr().out
