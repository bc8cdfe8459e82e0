"""How the fields of a publication are called. Those inside of the entry bear the names of CSL."""

from cairn.kernel.text import noop

LABELS = {
    "csl": noop("The entry, by the names of CSL-JSON"),
    "annotation": noop("Annotation"),
    "countries": noop("States that it is about"),
    "themes": noop("Themes"),
    "methods": noop("Method of the study"),
    "gathering": noop("How data were gathered"),
    "informants": noop("Informants"),
    "sample_size": noop("Size of the sample"),
    "data_period": noop("Period of the data"),
    "scope": noop("Scope"),
    "synopsis": noop("Synopsis"),
    "critique": noop("On its method"),
    "peer_reviewed": noop("Peer-reviewed"),
    "work_licence": noop("Terms of the publication"),
    "verified": noop("Entry checked in"),
    "licence": noop("Terms of this entry"),
}
