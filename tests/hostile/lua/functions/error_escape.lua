return { score = function(c)
  error("\27]0;x\7\u{202E}" .. tostring(c.a))
end }
