return { ("%-40.5p"):format({}) }
