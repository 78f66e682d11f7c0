local s = ("a "):rep(2e5)
while true do s:gsub("%f[%w]a+.-%f[%z]b", "") end
