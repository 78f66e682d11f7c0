return { a = 1 -- ‮ }
