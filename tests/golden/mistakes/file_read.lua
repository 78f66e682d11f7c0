local list = io.open("weights.csv")
return { index = tide.mean() }
