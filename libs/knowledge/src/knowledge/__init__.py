"""The knowledge index: chunks in, passages out."""
