return { select(-2, 1) }
