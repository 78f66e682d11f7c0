rawset(tide, "mean", 1)
