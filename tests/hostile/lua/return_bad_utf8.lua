return { title = "\xC3\x28" }
