return { score = function(c)
  while true do end
end }
