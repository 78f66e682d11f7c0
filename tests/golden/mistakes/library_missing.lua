local weights = require "wieghts"
return { weights = weights, index = tide.mean() }
