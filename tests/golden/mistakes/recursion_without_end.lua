local function factorial(n)
  return n * factorial(n - 1)
end
return { weights = { civic_space = factorial(3) }, index = tide.mean() }
