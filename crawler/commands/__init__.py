"""Project commands of `scrapy`."""
