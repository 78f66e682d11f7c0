local function again() return xpcall(error, again) end
while true do
  again()
end
