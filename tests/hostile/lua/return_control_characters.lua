return { title = "Rights\27[2J\27[31m score" }
