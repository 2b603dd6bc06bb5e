"""The stream processor: Faust reads, one plain function counts."""
