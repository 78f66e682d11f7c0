local t = setmetatable({}, {
  __index = function(self, key)
    local n = 0
    while true do n = n + 1 end
  end,
})
return { x = t.x }
