for i = 1, 10 do
  ::again::
  if i > 3 then goto again end
end
