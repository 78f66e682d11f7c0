-- Each resumes the next one until Lua will nest no more.
local function chain(n)
  return coroutine.wrap(function() return chain(n + 1)() end)
end
chain(1)()
