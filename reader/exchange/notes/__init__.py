"""Notes in: a web page, pasted text, a Word file, a mail, Markdown, a vault; each becomes plain values."""
