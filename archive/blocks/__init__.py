"""Any carrier to one list of blocks: headings, paragraphs, tables as grids, pictures, each knowing where it stands."""

from archive.blocks.carriers import printed_of
from archive.blocks.html import from_html
from archive.blocks.plain import from_text
from archive.blocks.second import second_grid

__all__ = ["from_html", "from_text", "printed_of", "second_grid"]
