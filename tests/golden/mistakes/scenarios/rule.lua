return { values = "all", pillar = tide.mean() }
