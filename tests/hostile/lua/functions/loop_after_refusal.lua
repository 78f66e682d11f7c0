-- Followed, the pcall may not swallow what ends the trace; run on numbers, the loop has no end.
return { score = function(c)
  pcall(function() return "x" .. c.a end)
  while true do end
end }
