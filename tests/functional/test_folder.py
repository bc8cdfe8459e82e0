"""A hearing prepared in French: from one search to a bundle, by what the product ships.

ff01 two cases at sea and the article of the day stand in the folder after three clicks
ff02 the document says stage, finality, quoted paragraph, language and what the text is, source and
     day of reading of each, and the note that was written
ff03 the list of results and the folder fit, and nothing of them keeps anyone out
"""

import io

import pytest
from django.utils import timezone
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from playwright.sync_api import expect

from cairn.kernel.refs import new_ref
from cairn.knowledge.shelving import shelve
from cairn.search import opened
from cairn.search.outbox import indexing
from tests.functional.conftest import both_widths, fits
from tests.knowledge.cases.cases import shipped, tern
from tests.knowledge.laws.shipped import bodies

SPAIN = "esp-c-digo-penal-title-xv-bis-as-amended-by"
CATANIA = "ita-n-1313-reg-gen-corte-di-assise-di-catania"
AT_SEA = "en mer, avantage sans preuve de paiement"
THE_LAW = "Espagne, article 318 bis, 14 mars 2017"


@pytest.fixture
def searchable(transactional_db, settings, tmp_path):
    """Every shipped case, the invented one, and Spain's Criminal Code, as a search finds them."""
    settings.CAIRN_DATA = tmp_path
    records = [("case", one["key"], one["record"]) for one in shipped("cases.jsonl")]
    records += [("case", "invented-the-tern", tern())]
    records += [("law", key, body) for key, body in bodies().items() if body["country"] == "ESP"]
    now = timezone.now()
    for kind, key, body in records:
        shelve(ref=new_ref("lib"), kind=kind, key=key, number=1, body=body, at=now)
    indexing.rebuild()
    yield
    opened._opened.clear()


def parts(document):
    """The document in its own order: heading → the words below it; tables line by line."""
    found, at = {}, ""
    for one in document.iter_inner_content():
        match one:
            case Paragraph() if one.style.name == "Heading 1":
                at = one.text
            case Paragraph():
                found.setdefault(at, []).append(one.text)
            case Table():
                lines = [" | ".join(cell.text for cell in row.cells) for row in one.rows]
                found.setdefault(at, []).extend(lines)
    return {heading: "\n".join(lines) for heading, lines in found.items()}


def search_for(page, words):
    page.fill("#q", words)
    with page.expect_navigation(wait_until="load"):
        page.press("#q", "Enter")


def test_ff01_to_ff03_three_clicks_from_a_search_in_french_to_a_bundle(
    desk_site, visit, searchable, axe
):
    page = visit(f"{desk_site}/fr/library/search/")
    search_for(page, AT_SEA)
    hits = page.locator("ol.hits > li")
    expect(hits.nth(0)).to_contain_text("La Sterne")
    expect(hits.nth(0)).to_contain_text("sans preuve directe de paiement")
    expect(hits.nth(1)).to_contain_text("Corte di Assise di Catania")
    expect(hits.nth(1)).to_contain_text("étiqueté comme non payé directement")
    for n in (0, 1):  # the first two clicks
        hits.nth(n).get_by_role("link", name="Ajouter au dossier").click()
        expect(hits.nth(n)).to_contain_text("Dans le dossier")
    search_for(page, THE_LAW)
    expect(hits.nth(0)).to_contain_text("318 bis")
    expect(hits.nth(0)).to_contain_text("14 mars 2017")
    assert axe(page) == []
    hits.nth(0).get_by_role("link", name="Ajouter et ouvrir le dossier").click()  # the third
    things = page.locator("ol.folder > li")
    expect(things).to_have_count(3)
    expect(things.nth(2)).to_contain_text("14 mars 2017")
    for _width in both_widths(page):
        assert fits(page)
    assert axe(page) == []
    page.locator("textarea").nth(1).fill("Passage gratuit : voir la page 4.")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Télécharger en DOCX").click()
    made = parts(Document(io.BytesIO(coming.value.path().read_bytes())))
    headings = [one for one in made if one[:2] in ("1.", "2.", "3.")]
    tern_said, catania, spain = (made[one] for one in headings)

    assert "Stade | Dernière instance" in tern_said
    assert "Caractère définitif | on ignore s’il y a eu appel" in tern_said
    assert "paragraphe 214" in tern_said
    assert "No hace falta ver la mano que paga" in tern_said
    assert "original, espagnol" in tern_said
    assert "traduction non officielle, français, non relue par une personne" in tern_said
    assert "lu le 30 nov. 2026" in tern_said
    assert "Inventé" in tern_said

    assert "Stade | Première instance" in catania
    assert "Caractère définitif | on ignore s’il y a eu appel" in catania
    assert "in return for free passage" in catania
    assert "Les termes de la décision ne sont pas détenus" in catania
    assert "résumé dans nos propres mots, anglais" in catania
    assert "sherloc.unodc.org" in catania
    assert "lu en novembre 2026" in catania
    assert "Passage gratuit" in catania

    assert "318 bis" in headings[2]
    assert "À la date du | 14 mars 2017" in spain
    assert "certain" in spain
    assert "ayude a una persona que no sea nacional de un Estado miembro" in spain
    assert "original, espagnol" in spain
    assert "BOE-A-1995-25444" in spain
    assert "lu le 21 nov. 2026" in spain
