"""How a question becomes an answer: understood once, looked up, written or quoted, streamed and stored."""
