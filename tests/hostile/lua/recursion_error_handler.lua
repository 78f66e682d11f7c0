local function f() error(f) end
xpcall(f, function() f() end)
f()
