while true do pcall(require, "hostile_broken") end
