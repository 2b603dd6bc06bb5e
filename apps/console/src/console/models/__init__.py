"""What the APIs take and answer, a module for each service. All of it is generated: see `make schemas`."""
