return { table.unpack({}, 1 << 40, 1 << 62) }
