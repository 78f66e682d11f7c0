return { string.pack("!16" .. ("i16Xi16"):rep(1000) .. "s17", "x") }
