print("\27[2J\27]0;owned\7\r\n\u{202E}x\0\x80\u{9B}31m")
error("after printing")
