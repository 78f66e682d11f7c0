local s = ("x"):rep(5e6)
return { utf8.codepoint(s, 1, -1) }
