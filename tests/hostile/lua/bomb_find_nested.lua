return { ("x"):rep(5000):find(".-.-.-.-.-.-y") }
