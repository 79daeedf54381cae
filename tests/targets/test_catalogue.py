from mooc_kit.messages import Messages, messages_for
from tests.targets import catalogue


def test_the_english_catalogue_lists_every_message_that_participants_read():
    missing = sorted(map(str, set(catalogue.messages()) - catalogue.listed()))
    assert not missing, "run `python -m tests.targets.catalogue`"


def test_the_catalogue_lists_nothing_that_is_no_longer_used():
    assert not sorted(map(str, catalogue.listed() - set(catalogue.messages())))


def test_a_count_reads_as_people_say_it():
    messages = messages_for("en")
    assert isinstance(messages, Messages)
    assert messages.plural("{n} hour", "{n} hours", 1) == "1 hour"
    assert messages.plural("{n} hour", "{n} hours", 2) == "2 hours"
