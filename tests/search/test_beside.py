"""What is done beside another comes back, raises here, and survives a fork."""

import os
import threading

import pytest

from cairn.search.beside import beside


def test_it_runs_in_a_thread_of_its_own_and_comes_back():
    assert beside(lambda n: (n + 1, threading.current_thread()), 1).result()[0] == 2
    assert beside(threading.current_thread).result() is not threading.current_thread()


def test_what_it_raises_is_raised_where_it_is_asked_for():
    begun = beside(int, "many")
    with pytest.raises(ValueError, match="many"):
        begun.result()


@pytest.mark.filterwarnings("ignore:This process")  # Python 3.12 says that it has threads
def test_a_process_that_was_forked_makes_threads_of_its_own():
    """The threads of the parent are not there in the child, where nobody would answer."""
    assert beside(int, "1").result() == 1
    child = os.fork()
    if not child:
        os._exit(0 if beside(int, "2").result(timeout=20) == 2 else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
