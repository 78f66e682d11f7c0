error(string.unpack("i4", "abcd", math.mininteger), 0)
