return { score = function(c)
  if tide.missing(c.b) then
    while true do end
  end
  return c.a
end }
