local shared = require "hostile_shared"
return { score = function(c)
  shared.value = shared.value + 1
  local _ = ({})[c.a]
  return shared.value
end }
