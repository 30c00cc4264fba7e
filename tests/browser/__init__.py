"""The aid as a person meets it: the real server, a real browser, nothing pretended."""
