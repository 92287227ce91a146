"""How large an input may be. One table of numbers; docs/bounds.md prints it.

A page of 70 KB has about 5,000 tags and 400 cells; bloated Word exports with hundreds of empty columns reach some
20,000 cells. The bounds leave room beyond that and keep a hostile page below 15 seconds and 300 MB.
"""

from __future__ import annotations

MAX_PAYLOAD_BYTES = 20_000_000  # one response body, as everywhere
MAX_HTML_CHARS = 20_000_000
MAX_TAGS = 300_000  # "<" characters in one page
MAX_DEPTH = 2_000  # open elements at one time; HTML parsers look through all of them at every tag
MAX_REOPENED = 400_000  # elements that unclosed <font>, <b> … would be opened again for
MAX_ATTRIBUTES = 5_000  # of one tag; parsers compare each with all before it
THOROUGH_FROM_CHARS = 150_000  # shorter pages cannot hold enough attributes on one tag to be slow,
THOROUGH_FROM_TAGS = 25_000  # pages of fewer tags cannot be nested deep enough,
THOROUGH_FROM_REOPENED = 400_000  # nor, when formatting tags x other tags are below this, open too much again

MAX_TABLE_DEPTH = 50  # tables inside tables; deeper ones are read as plain text
MAX_SPAN = 1_000  # HTML standard, 4.9.12: colspan is clamped to 1000
MAX_ROWSPAN = 65_534
WIDE_GRID = 100  # wider grids are folded where no cell starts
MAX_CELLS = 400_000  # grid positions of one input, all tables together

MAX_TEXT_CHARS = 20_000_000
MAX_LINKS = 2_000

MAX_ZIP_MEMBERS = 5_000
MAX_ZIP_BYTES = 200_000_000  # sum of unpacked sizes
MAX_ZIP_RATIO = 200  # unpacked / packed of one member above 1 MB
MAX_PDF_PAGES = 400
MAX_SHEETS = 100

CHILD_SECONDS = 90  # wall clock of one document reader
CHILD_CPU_SECONDS = 60
CHILD_BYTES = 1_500_000_000  # address space
OCR_SECONDS = 600  # of both kinds of time, when pictures of text are read: 6 to 10 s a page
OCR_BYTES = 6_000_000_000  # address space then; the models and their runtime map far more than they use
OCR_PAGES = 40  # pictures of one document
OCR_PIXELS = 40_000_000  # of one picture, unpacked
OFFICE_SECONDS = 75  # one LibreOffice conversion
MAX_ANSWER_BYTES = 60_000_000  # what a document reader may hand back
