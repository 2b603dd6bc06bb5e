"""Every test can use the kit's fixtures: real PostgreSQL and Kafka, started when first asked for."""

pytest_plugins = ["local_stack.testing", "servicekit.testing.plugin"]
