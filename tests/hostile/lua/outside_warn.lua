warn("@on")
