for _ in (("a"):rep(1e5)):gmatch("(.-)(.-)(.-)b") do end
