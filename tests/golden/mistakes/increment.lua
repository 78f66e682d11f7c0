return {
  score = function(c)
    local sum = 0
    for _, child in ipairs(c:children("civic_space")) do
      sum += child
    end
    return sum
  end,
}
