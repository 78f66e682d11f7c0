return { title = "Rights \u{202E}erocs" }
