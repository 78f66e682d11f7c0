return { ("x").dump(function() end) }
