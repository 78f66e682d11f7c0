return "\u{FFFFFFFFFF}"
