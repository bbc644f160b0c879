"""A note as it is read: parsed into blocks with plain text, pointed into by positions, laid out in cells.

The only code that imports markdown-it, and only once something is parsed. `reader.document.model` holds what
a document is, `reader.document.parse` makes one, `reader.document.layout` sets it at a width.
"""
