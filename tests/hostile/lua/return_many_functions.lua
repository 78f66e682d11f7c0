local t = {}
for i = 1, 65537 do t[i] = function() end end
return t
