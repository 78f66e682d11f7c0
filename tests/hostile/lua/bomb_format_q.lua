local s = ("\0"):rep(5e6)
while true do
  s = ("%q"):format(s)
end
