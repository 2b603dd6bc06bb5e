"""The use cases of config-svc, one function each."""
