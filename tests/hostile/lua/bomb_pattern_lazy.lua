local text = ("a"):rep(60)
return { text:match(("a-"):rep(30) .. "b") }
