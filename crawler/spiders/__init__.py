"""Spiders: one per way of walking a portal. They yield requests, listings and notes, and write nothing."""
