goto on
local x = 1
::on::
print(x)
