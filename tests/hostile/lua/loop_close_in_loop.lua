while true do
  local x <close> = nil
end
