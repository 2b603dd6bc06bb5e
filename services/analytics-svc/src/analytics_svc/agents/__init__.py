"""The stream processor: Faust reads, one plain function counts."""

from contracts.topics import CONVERSATIONS, LEADS, MESSAGES

GROUP = "analytics-svc.faust"
FIGURES = (CONVERSATIONS, LEADS)
"""The topics whose events make the daily figures."""
TOPICS = (*FIGURES, MESSAGES)
"""Every topic that the stream processor reads."""
