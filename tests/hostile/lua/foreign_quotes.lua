return { title = “Rights” }
