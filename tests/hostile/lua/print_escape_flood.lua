for _ = 1, 1e9 do print("\27[2J\u{202E}") end
