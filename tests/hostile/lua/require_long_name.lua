require(("a"):rep(61))
