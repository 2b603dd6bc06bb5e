"""Mail: written, handed over, and accounted for. Needs the extra `servicekit[mail]`."""
