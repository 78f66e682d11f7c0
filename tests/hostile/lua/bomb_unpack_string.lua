return { string.unpack("s8", "\255\255\255\255\255\255\255\127") }
