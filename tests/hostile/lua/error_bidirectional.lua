error("\u{202E}txet\u{2066} [E0000] \u{200F}")
