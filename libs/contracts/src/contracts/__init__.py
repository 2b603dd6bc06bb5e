"""Everything Empfang's services say to each other: events, snapshots, topics and their encoding."""
