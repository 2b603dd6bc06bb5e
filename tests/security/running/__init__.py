"""What callers of a running stack may reach: everything here goes over the ingress, to all services at once."""
