"""How the fields of a national procedure are called."""

from cairn.kernel.text import noop
from cairn.knowledge.describing import Keys

LABELS = {
    "as_on": noop("As on"),
    "opens": noop("Who opens an investigation?"),
    "leads": noop("Who leads it?"),
    "rule": noop("Must a case be taken up, and what has to be there first?"),
    "Record.techniques": noop(
        "Which special techniques, from which offence on, and who allows them?"
    ),
    "financial": noop("How is the money investigated?"),
    "foreign": noop("Is material from abroad admitted?"),
    "informal": noop("Is material that was shared informally admitted?"),
    "testimony": noop("How are people heard who may be gone before the trial?"),
    "protection": noop("What protects people who were smuggled?"),
    "without_request": noop("What may be exchanged without a formal request?"),
    "form": noop("In which form must a request come?"),
    "languages": noop("In which languages?"),
    "urgent": noop("How does an urgent request go?"),
    "joint": noop("With whom does the State work together, and how?"),
    "platforms": noop("What made platforms for sharing information work?"),
    "support": noop("Which support of the United Nations does the State ask for?"),
    "forums": noop("What could forums such as the Working Group do better?"),
    "since_2022": noop("What has changed since the International Migration Review Forum of 2022?"),
    "values": noop("Answer"),
    "texts": noop("In words"),
    "provisions": noop("Provisions"),
    "confirmed": noop("Confirmed by the State"),
    "kind": noop("Technique"),
    "permitted": noop("Allowed"),
    "least_years": noop("Years of imprisonment that the offence must carry"),
    "authorized_by": noop("Authorized by"),
    "urgent_by": noop("Without delay ordered by"),
    "longest_days": noop("Days of one authorization at most"),
    "cited": noop("Provision"),
    "law": noop("Record of the law"),
    "article": noop("Anchor of the article"),
    "Confirmed.by": noop("Confirmed by"),
    "Confirmed.on": noop("Confirmed on"),
}
KEYS = {
    "kind": Keys("investigation_techniques"),
    "Together.values": Keys("international_cooperation_forms"),
}
