"""What anybody may send to any service."""
