"""The circuit breaker in its three states."""

from chat_svc.adapters.breaker import Breaker


def test_it_opens_after_failures_in_a_row_and_lets_one_try() -> None:
    now = [0.0]
    breaker = Breaker(failures=3, pause=30.0, clock=lambda: now[0])
    for _ in range(2):
        breaker.failed()
    breaker.succeeded()
    for _ in range(3):
        assert breaker.admits()
        breaker.failed()
    assert breaker.resting
    assert not breaker.admits()

    now[0] = 31.0
    assert breaker.admits()
    assert not breaker.admits(), "others wait for how the first one ends"
    breaker.failed()
    assert not breaker.admits()

    now[0] = 62.0
    assert breaker.admits()
    breaker.succeeded()
    assert breaker.admits()
    assert not breaker.resting
