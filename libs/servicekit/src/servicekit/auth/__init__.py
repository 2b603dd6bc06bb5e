"""Who is asking: API keys of programs and operators, tokens of visitors."""
