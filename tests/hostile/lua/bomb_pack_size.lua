return { string.packsize("i" .. ("1"):rep(50)) }
