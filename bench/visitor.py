"""Child of the part `imports`: a person at a form while the import runs.

    python -m bench.visitor

Says "ready", then saves one small row ten times a second, each in a transaction of its own as an
action does, until its input ends; answers how long the saving took. The longest is what a person
waits who saves at the worst moment.
"""

import json
import select
import signal
import sys
import time

from bench.runs import share

EVERY = 0.1  # seconds


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one
    import django

    django.setup()
    from django.db import DatabaseError, connection, transaction

    from cairn.audit import log

    connection.ensure_connection()
    print("ready", flush=True)
    waits: list[float] = []
    failed = 0
    while not select.select([sys.stdin], [], [], EVERY)[0]:
        began = time.perf_counter()
        try:
            with transaction.atomic():
                log.record("benchmark.form.saved", target="a form", by="a person")
        except DatabaseError:
            failed += 1
        waits.append(time.perf_counter() - began)
    told = {"saved": len(waits) - failed, "failed": failed}
    if waits:
        told["longest_ms"] = round(1000 * max(waits), 1)
        told["p99_ms"] = round(1000 * share(waits, 0.99), 1)
        told["median_ms"] = round(1000 * share(waits, 0.5), 1)
    print(json.dumps(told))


if __name__ == "__main__":
    main()
