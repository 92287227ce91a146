"""What each table and column means, by subject; `archive.build.schema.all_tables` collects them."""
