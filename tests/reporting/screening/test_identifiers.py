"""What identifies a person is found in seven languages; other numbers are left alone."""

import pytest

from cairn.reporting.screening.findings import Act, Kind, Where
from cairn.reporting.screening.screen import screen

# (text, what must be found, as which kind)
FOUND = [
    ("Passport no. AB1234567 was issued in Tripoli.", "AB1234567", Kind.PASSPORT),
    ("travel document 123456789 of the minor", "123456789", Kind.PASSPORT),
    ("passeport n° 12AB34567", "12AB34567", Kind.PASSPORT),
    ("pasaporte G12345678", "G12345678", Kind.PASSPORT),
    ("O passaporte FG123456 foi emitido", "FG123456", Kind.PASSPORT),
    ("паспорт 4509 123456", "4509 123456", Kind.PASSPORT),
    ("паспорт серии АА № 1234567", "АА № 1234567", Kind.PASSPORT),
    ("يحمل جواز سفر رقم N01234567", "N01234567", Kind.PASSPORT),
    ("护照号码E12345678", "E12345678", Kind.PASSPORT),
    (
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        Kind.PASSPORT,
    ),
    ("El testigo, DNI 12345678Z", "12345678Z", Kind.IDENTITY_NUMBER),
    ("NIE X1234567L", "X1234567L", Kind.IDENTITY_NUMBER),
    ("CURP PEGJ850101HDFRRN09", "PEGJ850101HDFRRN09", Kind.IDENTITY_NUMBER),
    ("cédula 1.020.345.678", "1.020.345.678", Kind.IDENTITY_NUMBER),
    ("CPF 529.982.247-25", "529.982.247-25", Kind.IDENTITY_NUMBER),
    ("RG 12.345.678-9 SSP/SP", "12.345.678-9", Kind.IDENTITY_NUMBER),
    ("CNI 1 234 1990 12345 délivrée à Dakar", "1 234 1990 12345", Kind.IDENTITY_NUMBER),
    ("ИНН 770123456789", "770123456789", Kind.IDENTITY_NUMBER),
    ("بطاقة الهوية رقم 29001011234567", "29001011234567", Kind.IDENTITY_NUMBER),
    ("身份证号11010519491231002X", "11010519491231002X", Kind.IDENTITY_NUMBER),
    ("11010519491231002X", "11010519491231002X", Kind.IDENTITY_NUMBER),
    ("Call +216 98 123 456 today", "+216 98 123 456", Kind.PHONE),
    ("tél. 06 12 34 56 78", "06 12 34 56 78", Kind.PHONE),
    ("Rappeler le 77 555 01 23 le matin.", "77 555 01 23", Kind.PHONE),
    ("перезвонить 77 555 01 23", "77 555 01 23", Kind.PHONE),
    ("celular 300 123 4567", "300 123 4567", Kind.PHONE),
    ("telemóvel 912 345 678", "912 345 678", Kind.PHONE),
    ("тел. 8 (916) 123-45-67", "8 (916) 123-45-67", Kind.PHONE),
    ("وهاتفه ٠٩٢١٢٣٤٥٦٧", "٠٩٢١٢٣٤٥٦٧", Kind.PHONE),
    ("电话13812345678。", "13812345678", Kind.PHONE),
    ("write to j.doe@example.org", "j.doe@example.org", Kind.EMAIL),
    ("j_doe [at] example [dot] org", "j_doe [at] example [dot] org", Kind.EMAIL),
    ("voiture immatriculée AB-123-CD", "AB-123-CD", Kind.PLATE),
    ("a van with plates XYZ 1234", "XYZ 1234", Kind.PLATE),
    ("автомобиль А123ВС77", "А123ВС77", Kind.PLATE),
    ("سيارة تحمل لوحة رقم 12345 تونس 123", "12345 تونس 123", Kind.PLATE),
    ("驾驶车牌粤B12345的面包车", "粤B12345", Kind.PLATE),
    ("IBAN DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00", Kind.ACCOUNT_NUMBER),
    ("cuenta CLABE 032180000118359719", "032180000118359719", Kind.ACCOUNT_NUMBER),
    ("银行卡号6222021234567890123", "6222021234567890123", Kind.ACCOUNT_NUMBER),
    ("حساب رقم 1234567890123", "1234567890123", Kind.ACCOUNT_NUMBER),
    ("The shelter at 14 Elm Street is full", "14 Elm Street", Kind.SHELTER_ADDRESS),
    ("logée au foyer, 12 rue des Lilas", "12 rue des Lilas", Kind.SHELTER_ADDRESS),
    ("albergue en Calle 5 #12-34, Tapachula", "Calle 5 #12-34", Kind.SHELTER_ADDRESS),
    ("casa de acolhimento na Rua Augusta, nº 100", "Rua Augusta, nº 100", Kind.SHELTER_ADDRESS),
    ("Приют: ул. Ленина, д. 5", "ул. Ленина, д. 5", Kind.SHELTER_ADDRESS),
    ("دار الإيواء في شارع الجمهورية رقم 15", "شارع الجمهورية رقم 15", Kind.SHELTER_ADDRESS),
    ("庇护所位于人民路12号", "人民路12号", Kind.SHELTER_ADDRESS),
    ("safe house at 36.80612, 10.17158", "36.80612, 10.17158", Kind.SHELTER_ADDRESS),
    ("微信号wx_abc12345", "wx_abc12345", Kind.HANDLE),
    ("une femme, pièce 15AV48213, retrouvée", "15AV48213", Kind.PASSPORT),
    ("pièce n° 15AV48213", "15AV48213", Kind.PASSPORT),
    ("Pce no 880692310285 présentée", "880692310285", Kind.IDENTITY_NUMBER),
    ("doc. AB1234567 shown at the post", "AB1234567", Kind.PASSPORT),
    ("pieza núm. XDB123456", "XDB123456", Kind.PASSPORT),
    ("вид на жительство № 82 1234567", "82 1234567", Kind.IDENTITY_NUMBER),
    ("с видом на жительство 82 № 1234567", "82 № 1234567", Kind.IDENTITY_NUMBER),
    ("مستند رقم A12345678", "A12345678", Kind.PASSPORT),
    ("证 E12345678", "E12345678", Kind.PASSPORT),
]


@pytest.mark.parametrize(("text", "part", "kind"), FOUND)
def test_what_identifies_a_person_is_found(text, part, kind):
    found = [(text[hit.start : hit.end], hit.kind) for hit in screen(text)]
    assert any(part in what and kind is of for what, of in found), found


ORDINARY = [
    "In 2023, 1,234,567 irregular crossings were recorded; Article 6(1)(a) applies.",
    "Resolution A/RES/55/25 and CTOC/COP/2020/3",
    "The vessel Fatima, IMO 9074729, MMSI 229123000, rescued 12 400 people.",
    "Case no. 12345678, file number 2019-00123456",
    "Uncertain position 37.05 N, 11.02 E, wind 20 km/h",
    "between 01/02/2023 and 03/03/2023; fee 4 500 EUR",
    "Container MSKU1234567 on flight TK 1234",
    "Passports were seized in 12 400 cases in 2019.",
    "Ley Orgánica 4/2000 de 11 de enero, expediente 12345678",
    "Уголовное дело № 12345678901234567 по статье 322.1",
    "محكمة النقض، القضية رقم 12345678",
    "宁波海关查获案件第12345678号",
    "العام 2023 شهد وصول 12345678 مهاجر",
    "The town has a shelter and 14 schools.",
    "The office is at 14 Elm Street.",
    "identity card, passport, driving licence: types of documents",
    "Les faux passeports se vendaient 300 000 francs pièce. 123456 personnes",
    "pièce à conviction n° 15234, pièce 12, pièces jointes 2023/145",
    "doc. A/55/383 and Doc. 2019/145; permit 2024-12",
    "Titre II, articles 12 et 13; papiers 100000 exemplaires",
    "Дополнение к док. 12345678 совета",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_numbers_are_left_alone(text):
    assert screen(text) == ()


@pytest.mark.parametrize(
    ("where", "act"),
    [
        (Where.TEXT, Act.MASK),
        (Where.CELL, Act.REFUSE),
        (Where.FILE_NAME, Act.REFUSE),
        (Where.METADATA, Act.REFUSE),
    ],
)
def test_an_identifier_is_masked_in_running_text_and_refused_elsewhere(where, act):
    (hit,) = screen("passport_AB1234567", where=where)
    assert (hit.kind, hit.act) == (Kind.PASSPORT, act)


def test_the_nearest_word_decides_what_a_number_is():
    assert screen("phone of the court: case no. 12345678") == ()
    (hit,) = screen("case no. 12345678, phone 87654321")
    assert hit.kind is Kind.PHONE


def test_a_web_address_hides_addresses_of_persons_and_nothing_else():
    assert screen("see https://press.example/notas.asp?id=0612345678&passport=AB1234567") == ()
    text = "https://wa.me/21698123456 and https://x.example/?to=j.doe@example.org"
    assert [hit.kind for hit in screen(text)] == [Kind.HANDLE, Kind.EMAIL]
