return { score = function(c)
  while true do c:children("p") end
end }
