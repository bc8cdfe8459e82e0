"""What `cairn demo` does after the accounts are made, in this order.

Each is the dotted name of a function `step(*, say)`, where `say(template, **values)` prints one
sentence. A step looks first whether its work is done, so that the second time takes seconds.
"""

STEPS: list[str] = [
    "cairn.console.open_data.import_open_data",
    "cairn.console.demo_library.fill_library",
    "cairn.console.searchable.fill_index",
    "cairn.console.demo_filings.file_for_six_states",
    "cairn.console.demo_corrections.ask_and_decide",
    "cairn.console.demo_rights.find_and_report",
    "cairn.console.demo_reads.read_and_recall",
]
