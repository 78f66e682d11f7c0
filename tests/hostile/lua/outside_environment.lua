-- A fresh table of globals has nothing in it that the old one had not.
rawset(_ENV, "safe", true)
return { getmetatable(_ENV), rawget(_ENV, "io"), io }
