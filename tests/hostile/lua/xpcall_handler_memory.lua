while true do
  xpcall(function() return ("x"):rep(1e9) end, function(m) return m:rep(10) end)
end
