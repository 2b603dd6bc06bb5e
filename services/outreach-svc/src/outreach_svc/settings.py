"""Settings of outreach-svc."""

from __future__ import annotations

from pydantic import SecretStr
from servicekit.mail.settings import SmtpSettings
from servicekit.settings import DEVELOPMENT_KEY, ServiceSettings


class Settings(ServiceSettings):
    """What outreach-svc needs beside the common settings."""

    port: int = 8106
    objects_url: str = "file:///tmp/empfang-objects"
    smtp: SmtpSettings = SmtpSettings()
    suppression_key: SecretStr = DEVELOPMENT_KEY
    erasure_address_key: SecretStr = DEVELOPMENT_KEY
    outreach_token_key: SecretStr = DEVELOPMENT_KEY
    inbound_key: SecretStr = DEVELOPMENT_KEY
