local t = {}
t.inner = { back = t }
return t
