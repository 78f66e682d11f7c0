-- The fourth value of a loop is closed after it.
for _ in pairs, nil, nil, setmetatable({}, { __close = print }) do end
