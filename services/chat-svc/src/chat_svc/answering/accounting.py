"""What models read and wrote for an answer."""

from __future__ import annotations

from collections.abc import Sequence

from chat_svc.adapters.model import Completion, ModelClient, Usage
from chat_svc.domain import prompt
from chat_svc.domain.draft import Draft


def account(
    model: ModelClient,
    completion: Completion,
    messages: Sequence[dict[str, str]],
    received: Sequence[str],
    draft: Draft,
) -> None:
    """Enter the tokens of a completion, estimated where the server did not count."""
    if not received and completion.usage is None:
        return
    read = prompt.estimated_tokens(*(message["content"] for message in messages))
    usage = completion.usage or Usage(read, prompt.estimated_tokens("".join(received)))
    model.account(completion, usage)
    draft.tokens += usage.total
