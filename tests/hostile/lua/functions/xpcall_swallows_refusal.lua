return { score = function(c)
  while true do
    xpcall(function() return ({ 1 })[c.a] .. c.b end, function() while true do end end)
  end
end }
