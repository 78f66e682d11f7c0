local rule = { title = "forgotten" }
