return 1e9999x
