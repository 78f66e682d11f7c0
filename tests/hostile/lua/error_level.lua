error("deep", 1e9 // 1 | 0)
