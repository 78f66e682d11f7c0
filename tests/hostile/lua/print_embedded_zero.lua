print("a\0b\r\8")
error("printed", 0)
