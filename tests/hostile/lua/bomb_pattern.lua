local text = ("a"):rep(3000)
return { text:find(".*.*.*.*b") }
