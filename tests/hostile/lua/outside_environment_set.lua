_ENV = { print = print }
print(io)
local _ = nothing.at.all
