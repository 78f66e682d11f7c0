return { ("x"):rep(100):find(("(x"):rep(40)) }
