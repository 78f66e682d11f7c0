-- Latin-1
return { title = "é" }
