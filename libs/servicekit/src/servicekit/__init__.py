"""Mechanism every Empfang service shares: outbox, inbox, replicas, jobs, HTTP."""
