local rule = { normalise = tide.goalposts(), index = tide.mean() }
return rule, "my score"
