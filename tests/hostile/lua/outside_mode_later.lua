-- Weak after all: nothing is ever collected early by it.
local meta = {}
local t = setmetatable({}, meta)
meta.__mode = "k"
while true do t[{}] = {} end
