"""The commands that need no network and no crawler: a click group that the gongkai entry point mounts."""
