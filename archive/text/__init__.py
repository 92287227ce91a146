"""Text as printed to text as read: charset, folding with offsets kept, numerals, dates, search words."""
