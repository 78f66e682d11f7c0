return { n = math.maxinteger }
