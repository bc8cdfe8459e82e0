"""Part `sharing`: how fast it is decided who may see what, and what that adds to a list.

One instance with many accounts of one source, of which a person of another State may see eight in
ten: open ones, months that reciprocity opens, and what a group opens. Each of the compilers of the
one predicate decides about all of them. Then lists of the desk are asked for as they are, and, in
turn with that in the same process, without any decision: the viewer is known beforehand and no
filter is put on.
"""

from pathlib import Path

from bench.instances import Instances
from bench.runs import Options, Run, goal

ROWS = 200_000
REPEATS = 31
LOOP = "the plain loop"


def run(options: Options) -> Path:
    rows = options.rows or ROWS
    part = Run("sharing", options, rows)
    with Instances(part) as instances:
        found = part.step(
            f"{rows} accounts", lambda: instances.fresh().ask("bench.deciding", rows, REPEATS)
        )
    # the plain loop is for one record at a time, and no goal
    slowest = min(rate for name, rate in found["decisions"].items() if name != LOOP)
    worst = max(one["ratio"] for one in found["pages"].values())
    worked = max(one["processor_ratio"] for one in found["pages"].values())
    goals = {
        "decisions_a_second": goal(slowest, 100_000, least=True),
        "worst_ratio_of_a_list": goal(worst, 1.1),
        "worst_ratio_of_processor_time": goal(worked, 1.1),
    }
    return part.finish({"goals": goals, **found})
