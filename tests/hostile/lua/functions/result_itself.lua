local score
score = function() return { f = score } end
return { score = score }
