-- What a library returns is one table for all who ask: its change is seen, and so is the error.
local one = require "hostile_shared"
one.value = function() while true do end end
require("hostile_shared").value()
