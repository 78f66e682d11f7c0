loadstring("return 1")()
