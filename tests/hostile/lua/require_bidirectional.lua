require("\u{202E}bil")
