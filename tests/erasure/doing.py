"""A filing in whose texts a name stands that screening did not know, and what becomes of it."""

import json
from pathlib import Path

from django.db import connection

from cairn.erasure import actions
from cairn.erasure.carrying import carry_out
from cairn.reporting.filings.actions import clear_filing, submit_filing, validate_filing
from cairn.reporting.filings.counts import CountInput
from cairn.reporting.filings.drafting import Change, save_counts
from cairn.reporting.filings.models import Filing
from tests.reporting.filings.doing import drafted

NAME = "Quillfeather Nkemi Zoraïde"
ENCODED = [NAME.encode(), NAME.encode("utf-16-le"), json.dumps(NAME)[1:-1].encode()]
DETAILS = ("narrative", "coverage_note")


def named(people, words=NAME):
    """A validated filing whose texts hold a name that screening did not know."""
    filing = drafted(people)
    place = Change(CountInput("smuggled_detected", value=12, dims={"place": f"Camp {words}"}))
    Filing.objects.filter(pk=filing.pk).update(coverage_note=f"We met {words} twice.")
    save_counts(filing=filing, changes=[place], by=people.officer)
    filing = submit_filing(filing=Filing.objects.get(pk=filing.pk), by=people.officer)
    filing = clear_filing(filing=filing, by=people.contact, zeros_are_true=True)
    return validate_filing(filing=filing, by=people.secretary)


def reported(filing, by, words=NAME):
    return actions.report_words(
        target=filing.ref, owner=filing.owner, rows=[(filing, DETAILS)], words=words, by=by
    )


def purged(filing, people):
    made = reported(filing, people.officer)
    actions.confirm(erasure=made, by=people.contact)
    return carry_out(made.ref)


def left_in(folder):
    """Files below the folder, and of the database, in which the name still stands as bytes."""
    found = []
    places = [path for path in folder.rglob("*") if path.is_file()]
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        places += [path for path in map(Path, (name, f"{name}-wal")) if path.exists()]
    for path in places:
        content = path.read_bytes()
        found += [path.name for one in ENCODED if one in content]
    return found


def rows_with_it():
    return rows_with(NAME)


def rows_with(name):
    """Tables in which it still stands, read past all models."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                text = json.dumps([str(one) for one in row], ensure_ascii=False)
                if name in text or json.dumps(name)[1:-1] in text:
                    found.append(table)
    return found
