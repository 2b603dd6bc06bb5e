"""The parts of the local stack, each a real server from a package; tests start the same ones."""

from local_stack.parts.kafka import Kafka
from local_stack.parts.postgres import Postgres, create_databases
from local_stack.parts.process import DidNotStart, Process, answers, cache_folder, free_port

__all__ = ["DidNotStart", "Kafka", "Postgres", "Process", "answers", "cache_folder", "create_databases", "free_port"]
