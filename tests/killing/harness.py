"""Kills a process at its n-th step, hundreds of times without starting Python again.

A process that has everything loaded and no connection is forked; the fork does one thing and is
killed (SIGKILL) at a step, or is let through. Steps are what leaves the process: each statement to
the database, each commit, each file that is put into its place, removed or forced to disk, before
and after. The hooks live in the fork alone; nothing in the project knows of them. A killed process
is not a power cut: that the disk keeps what it was told to keep is not tried.
"""

import gc
import json
import os
import random
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import factory
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from tests import (
    factories,
    factories_of_erasure,
    factories_of_people,
    factories_of_records,
    factories_of_sharing,
)

MADE_BY = (
    *(factories, factories_of_erasure, factories_of_people, factories_of_records),
    factories_of_sharing,
)
ON_DISK = ("replace", "rename", "link", "unlink", "fsync", "rmdir", "mkdir")
QUOTES = '"'
BEGUN, ACKNOWLEDGED = "begun", "acknowledged"


@dataclass(frozen=True)
class Act:
    """Something that must happen wholly or not at all. `begin` makes what it is done to and returns
    what names it, as JSON has it; `look` tells what is there of it, without references, so that
    what was done to one thing can be compared with what was done to another."""

    name: str
    begin: Callable[[], Any]
    do: Callable[[Any], object]
    look: Callable[[Any], Any]
    most: int = 4  # times that it is killed on every run of the suite


@dataclass
class Told:
    """What a fork said before it ended: what it met, its steps in order, and how it ended."""

    met: Any = None  # what was there of the thing it was given
    target: Any = None  # the thing to which it was done
    old: Any = None  # what was there of that thing before
    new: Any = None  # … and after, where it was let through
    found: list[str] = field(default_factory=list)  # what `cairn verify` said in the end
    steps: list[str] = field(default_factory=list)
    killed: bool = False
    wrong: str = ""

    @property
    def acknowledged(self) -> bool:
        return f"{ACKNOWLEDGED} 1" in self.steps


Tell = Callable[[str, Any], None]
Step = Callable[[str], None]
_serial = [0]


def fork(work: Callable[[Tell, Step], None], *, at: str = "") -> Told:
    """Work in a process of its own, which is killed at this step (the word and how often it came),
    counted from `BEGUN`, which it says by what it is given second; it tells by the first."""
    _serial[0] += 1
    reading, writing = os.pipe()
    if (child := os.fork()) == 0:
        os.close(reading)
        _in_the_fork(work, writing, at)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as lines:
        said = lines.read()
    status = os.waitpid(child, 0)[1]
    told = Told(killed=os.WIFSIGNALED(status))
    for kind, value in map(json.loads, said.splitlines()):
        if kind == "step":
            told.steps.append(value)
        else:
            setattr(told, kind, value)
    return told


def _in_the_fork(work: Callable[[Tell, Step], None], writing: int, at: str) -> None:
    watching = [False]

    def tell(kind: str, value: Any) -> None:
        os.write(writing, f"{json.dumps([kind, value], default=str)}\n".encode())

    count: Counter[str] = Counter()

    def step(name: str) -> None:
        if watching[0]:
            count[name] += 1
            tell("step", f"{name} {count[name]}")
            if f"{name} {count[name]}" == at:
                os.kill(os.getpid(), signal.SIGKILL)
        watching[0] = name == BEGUN or watching[0] and name != ACKNOWLEDGED

    try:
        _sequences_go_on(_serial[0])
        _hook(step)
        work(tell, step)
    except BaseException:
        tell("wrong", traceback.format_exc()[-3000:])
    finally:
        os._exit(0)


def _sequences_go_on(serial: int) -> None:
    """Factories count from where no other fork has counted."""
    for module in MADE_BY:
        for made in vars(module).values():
            if isinstance(made, type) and issubclass(made, factory.Factory):
                made.reset_sequence(serial * 1_000, force=True)
    random.seed(serial)


def _hook(step: Callable[[str], None]) -> None:
    def statement(execute: Any, sql: Any, *words: Any) -> Any:
        found = execute(sql, *words)
        word, _space, rest = str(sql).strip().partition(" ")
        if word in ("INSERT", "UPDATE", "DELETE"):
            table = rest.removeprefix("INTO ").removeprefix("FROM ").split()[0]
            step(f"{word} {table.strip(QUOTES)}")
        elif word != "SELECT":
            step(word)
        return found

    connection.execute_wrappers.append(statement)
    commit = BaseDatabaseWrapper._commit  # type: ignore[attr-defined]

    @wraps(commit)
    def committed(self: Any) -> None:
        step("before commit")
        commit(self)
        step("after commit")

    BaseDatabaseWrapper._commit = committed  # type: ignore[attr-defined]
    for name in ON_DISK:
        setattr(os, name, _stepping(name, getattr(os, name), step))


def _stepping(name: str, work: Any, step: Callable[[str], None]) -> Any:
    @wraps(work)
    def stepping(*words: Any, **more: Any) -> Any:
        step(f"before {name}")
        found = work(*words, **more)
        step(f"after {name}")
        return found

    return stepping


@dataclass
class Tally:
    """How often was killed, at which kinds of steps, and what was wrong afterwards."""

    kills: dict[str, dict[str, int]] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)

    def note(self, act: str, step: str) -> None:
        of = self.kills.setdefault(act, {})
        of[step] = of.get(step, 0) + 1


Choose = Callable[[Act, Sequence[str]], Sequence[str]]


def named(act: Act, steps: Sequence[str]) -> Sequence[str]:
    """The last step, when it was acknowledged; the first and last at which something becomes
    lasting; and from the middle of what is only on its way."""
    lasting = [one for one in steps if any(word in one for word in LASTING)]
    others = [one for one in steps[:-1] if one not in lasting]
    chosen = [steps[-1], *lasting[:1], *lasting[-1:], *others[len(others) // 2 :][:1]]
    return sorted(set(chosen[: act.most]), key=steps.index)


def of_each_kind(_act: Act, steps: Sequence[str]) -> Sequence[str]:
    """The last step of each kind: each statement on each table, each way to disk."""
    last = {one.rpartition(" ")[0]: one for one in steps}
    return sorted(last.values(), key=steps.index)


LASTING = ("commit", "replace", "rename", "link", "fsync")


def at_random(times: int, chance: random.Random) -> Choose:
    return lambda _act, steps: [chance.choice(steps) for _turn in range(times)]


def kill(act: Act, choose: Choose, tally: Tally, proved: Callable[[], list[str]]) -> None:
    """Kill the act at the chosen steps, each time in a new fork, which looks first at what the one
    before has left; what is neither the old state nor the new one is noted. In the end it is let
    through, and `cairn verify` asked."""

    def whole(tell: Tell, step: Step) -> None:
        target = act.begin()
        tell("old", act.look(target))
        step(BEGUN)
        act.do(target)
        step(ACKNOWLEDGED)
        tell("new", act.look(target))

    control = fork(whole)
    if control.wrong or control.old == control.new:
        tally.wrong.append(f"{act.name} does nothing: {control.old} {control.wrong}")
        return
    old, new = control.old, control.new
    target, last = None, Told()

    def turn(tell: Tell, step: Step) -> None:
        met, now = act.look(target) if target is not None else new, target
        tell("met", met)
        if met == new:
            now = act.begin()
        tell("target", now)
        step(BEGUN)
        act.do(now)
        step(ACKNOWLEDGED)

    def final(tell: Tell, _step: Step) -> None:
        met = act.look(target)
        tell("met", met)
        if met != new:
            act.do(target)
        tell("new", act.look(target))
        tell("found", proved())

    for at in [*choose(act, control.steps), ""]:
        told = fork(turn if at else final, at=at)
        if told.wrong:
            tally.wrong.append(f"{act.name}, {at}: {told.wrong}")
        if last.killed:
            tally.note(act.name, last.steps[-1].rpartition(" ")[0])
            if told.met not in (old, new):
                tally.wrong.append(f"{act.name}, {last.steps[-1]}: {old} {told.met} {new}")
        if last.acknowledged and told.met != new:
            tally.wrong.append(f"{act.name}: acknowledged and lost: {told.met}")
        if at:
            target, last = told.target, told
        elif told.new != new:
            tally.wrong.append(f"{act.name}, once more: {told.new} instead of {new}")
    tally.wrong += [f"after {act.name}: {one}" for one in told.found]


def run(acts: Sequence[Act], choose: Choose, proved: Callable[[], list[str]]) -> None:
    """All of them one after the other; prints what came of it as JSON, in its last line."""
    gc.freeze()  # what is loaded is shared by all forks
    tally = Tally()
    for act in acts:
        kill(act, choose, tally, proved)
    sys.stdout.write(f"\n{json.dumps({'kills': tally.kills, 'wrong': tally.wrong})}\n")
