"""The notes: where they are, what their heads say, how notes are tagged and found; nothing of blocks."""
