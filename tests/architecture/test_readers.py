"""Who hears of an event stands in contracts/topics.py, and is what the services really listen to."""

from __future__ import annotations

import pytest
from contracts.base import Event, Topic
from contracts.topics import DEAD_LETTERS, EVENT_TYPES, SERVICES, TOPICS

from tests.architecture.services import service

WITH_EVENTS = [topic for topic in TOPICS if topic not in DEAD_LETTERS.values()]
"""Dead letters are read by people."""


def declared(topic: Topic, how: str) -> dict[str, set[type[Event]]]:
    found: dict[str, set[type[Event]]] = {}
    for reader in topic.readers:
        if reader.how == how:
            found.setdefault(reader.service, set()).update(reader.events or topic.events)
    return found


@pytest.mark.parametrize("topic", WITH_EVENTS, ids=lambda topic: topic.name)
def test_reactions_are_declared_where_the_topic_is(topic: Topic) -> None:
    registered: dict[str, set[type[Event]]] = {}
    for name in SERVICES:
        consumers = service(name).consumers
        heard = {event for event in topic.events if consumers is not None and consumers.handles(event.TYPE)}
        if heard:
            registered[name] = heard
    assert declared(topic, "reaction") == registered, f"bring contracts/topics.py up to date: {topic.name}"


@pytest.mark.parametrize("topic", WITH_EVENTS, ids=lambda topic: topic.name)
def test_read_models_are_declared_where_the_topic_is(topic: Topic) -> None:
    registered = {name for name in SERVICES if topic in service(name).replicas}
    assert declared(topic, "replica").keys() == registered, f"bring contracts/topics.py up to date: {topic.name}"


def test_what_is_counted_is_declared_where_the_topic_is() -> None:
    from analytics_svc.agents import TOPICS as READ
    from analytics_svc.service.counting import COUNTED_TYPES

    counted = {EVENT_TYPES[type] for type in COUNTED_TYPES}
    stated = {topic.name: declared(topic, "stream").get("analytics-svc", set()) for topic in WITH_EVENTS}
    assert {name for name, events in stated.items() if events} == {topic.name for topic in READ}
    assert {event for events in stated.values() for event in events} == counted
    for topic in READ:
        assert stated[topic.name] == counted & set(topic.events)


@pytest.mark.parametrize("topic", WITH_EVENTS, ids=lambda topic: topic.name)
def test_somebody_hears_of_every_topic(topic: Topic) -> None:
    assert topic.readers, f"nobody hears of {topic.name}: it needs a reader, or it need not be"


def test_every_event_is_on_a_topic_under_a_name_of_its_own() -> None:
    def kinds(base: type[Event]) -> list[type[Event]]:
        return [kind for sub in base.__subclasses__() for kind in (sub, *kinds(sub))]

    named = [kind for kind in kinds(Event) if kind.TYPE and kind.__module__.startswith("contracts.")]
    assert len({kind.TYPE for kind in named}) == len(named), "an event type is declared twice"
    assert {kind.TYPE for kind in named} == EVENT_TYPES.keys(), "an event is on no topic, so nobody can decode it"
