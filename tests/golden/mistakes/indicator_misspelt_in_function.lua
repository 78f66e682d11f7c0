return {
  title = "Access of observers",
  score = function(c)
    return (c.pp_election + c.civic_space) / 2
  end,
}
