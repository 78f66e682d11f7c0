error(("я"):rep(1e6))
