"""Origins a bot may be embedded on, as browsers spell them."""

from contracts.bots import BotConfiguration
from servicekit.http.cors import embedding_origins


def configured(*origins: str, website: str | None = None) -> BotConfiguration:
    return BotConfiguration.model_validate(
        {"name": "Bot", "limits": {"allowed_origins": origins}, "company": {"website": website}}
    )


def test_an_umlaut_domain_is_allowed_in_the_spelling_that_browsers_send() -> None:
    spelled = "https://xn--kserei-grn-q5a01a.example"
    assert embedding_origins(configured("https://käserei-grün.example")) == [spelled]
    assert embedding_origins(configured(f"{spelled}:443/")) == [spelled]
    assert embedding_origins(configured(website="https://www.käserei-grün.example/hof")) == [
        spelled,
        spelled.replace("//", "//www."),
    ]
