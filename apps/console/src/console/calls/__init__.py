"""What can be asked of the APIs, a module for each service. All of it is generated: see `make schemas`."""
