-- An error in the handler calls the handler.
local function handler(m) error(m) end
while true do xpcall(error, handler, "x") end
