error("error_forged_place.lua:4000000000: elsewhere", 0)
