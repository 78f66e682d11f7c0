-- Thirty tables on the way in, a billion on the way out.
local t = { 1 }
for _ = 1, 30 do t = { t, t } end
return t
