local text, n = ("a"):rep(1e6)
-- each position scans to the end
text, n = text:gsub("a.-b", "")
return { n }
