"""Likely names are asked about in seven languages; places, offices, bodies and vessels are not."""

import pytest

from cairn.reporting.screening.findings import Act, Kind, Where
from cairn.reporting.screening.screen import screen

NAMES = [
    ("issued to Ahmed Khan, 24, in Tripoli", "Ahmed Khan"),
    ("said that his brother Yusuf Ibrahim paid", "Yusuf Ibrahim"),
    ("Mrs. Okonkwo did not answer", "Okonkwo"),
    ("A man called Big Joe", "Big Joe"),
    ("Nguyen Van Minh, 32, paid 15,000 GBP", "Nguyen Van Minh"),
    ("Le nommé Jean DUPONT, né en 1990", "Jean DUPONT"),
    ("Monsieur Mamadou Diallo est parti", "Mamadou Diallo"),
    ("María Elena Quispe Mamani viajaba con su hija", "María Elena Quispe Mamani"),
    ('alias "El Flaco"', "El Flaco"),
    ("O motorista João da Silva", "João da Silva"),
    ("Гражданин Иванов Иван Петрович", "Иванов Иван Петрович"),
    ("свидетель по имени Бахтиёр", "Бахтиёр"),
    ("Петрова А.С. заплатила", "Петрова А.С."),
    ("Водитель Рахимов Шерзод", "Рахимов Шерзод"),
    ("المدعو محمد أحمد العلي يحمل", "محمد أحمد العلي"),
    ("قال الشاهد عبد الرحمن بن علي", "عبد الرحمن بن علي"),
    ("إن المهرب أبو خالد طلب", "أبو خالد"),
    ("السيدة فاطمة الزهراء", "فاطمة الزهراء"),
    ("嫌疑人王小明，男，35岁", "王小明"),
    ("司机陈大文驾驶面包车", "陈大文"),
    ("穆罕默德·阿里在利比亚", "穆罕默德·阿里"),
    ("Ali bin Hassan left", "Ali bin Hassan"),
]


@pytest.mark.parametrize(("text", "name"), NAMES)
def test_a_likely_name_is_asked_about(text, name):
    found = [text[hit.start : hit.end] for hit in screen(text) if hit.kind is Kind.NAME]
    assert any(name in what for what in found), found
    assert {hit.act for hit in screen(text) if hit.kind is Kind.NAME} == {Act.ASK}


STRETCHES = [
    ("Ask Mr Ahmed Ben Salah about it", "Ahmed Ben Salah"),
    ("Ask Ahmed Ben Salah about it", "Ahmed Ben Salah"),
    ("Please Dr Amina Diallo", "Amina Diallo"),
    ("Pregunte al Sr. Juan Pérez", "Juan Pérez"),
    ("Контакт: Прошу Господина Иванова Петра", "Иванова Петра"),
    ("Zaynuddin Ahmed Khan left", "Zaynuddin Ahmed Khan"),
]


@pytest.mark.parametrize(("text", "name"), STRETCHES)
def test_the_stretch_is_the_name_without_what_stands_before_it(text, name):
    assert [text[hit.start : hit.end] for hit in screen(text)] == [name]


NOBODY = [
    "Colonel Major of the Turkish Coast Guard said in Geneva",
    "Operation Turquesa III led by INTERPOL in Santo Domingo",
    "The fishing boat Santa Maria sank off Cape Bon",
    "El buque Aita Mari rescató a 45 personas cerca de Lampedusa",
    "Ciudad Juárez, San Luis Potosí and Mohammed V Airport",
    "Le ministère de l'Intérieur du Niger",
    "судно «Святой Николай» у берегов Турции",
    "Генеральная Ассамблея, Санкт-Петербург",
    "وصل القارب إلى ميناء جزيرة لامبيدوزا",
    "根据《联合国打击跨国有组织犯罪公约》第六条",
    "北京市公安局",
    "Royal Thai Police and Doctors Without Borders",
    "Abu Kammash, Ben Gardane and Ras Ajdir",
]


@pytest.mark.parametrize("text", NOBODY)
def test_places_offices_bodies_and_vessels_are_no_persons(text):
    assert screen(text) == ()


def test_what_a_person_called_a_place_is_silent_and_identifiers_are_not():
    text = "Juan Pérez, DNI 12345678Z"
    (hit,) = screen(text, not_persons={"juan pérez"})
    assert hit.kind is Kind.IDENTITY_NUMBER


def test_the_author_of_a_document_is_a_name_though_nothing_announces_it():
    assert screen("Zork Quux", where=Where.TEXT) == ()
    assert [hit.kind for hit in screen("Zork Quux", where=Where.METADATA)] == [Kind.NAME]
    assert screen("Microsoft Office User", where=Where.METADATA) == ()


def test_a_file_name_is_read_over_underscores():
    (hit,) = screen("statement_juan_perez.docx", where=Where.FILE_NAME)
    assert (hit.start, hit.end, hit.kind) == (10, 20, Kind.NAME)
    assert screen("detections_2023_Q1_Libya.xlsx", where=Where.FILE_NAME) == ()
