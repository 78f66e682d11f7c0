local s = ("\u{7FF}"):rep(5e6)
while true do utf8.len(s) end
