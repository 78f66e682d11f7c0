--- What performance counts under such difficulty: a quarter more at 10 than at 1, on a scale that
--- ends at 10 again.
return function(performance, difficulty)
  return performance * (1 + (difficulty - 1) * 0.25 / 9) * 10 / 12.5
end
