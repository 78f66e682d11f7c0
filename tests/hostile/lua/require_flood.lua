for i = 1, 1e6 do pcall(require, "x" .. i) end
while true do end
