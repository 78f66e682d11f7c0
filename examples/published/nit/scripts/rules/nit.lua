--- Nations in Transit: the democracy score is the mean of seven ratings, the percentage its place
--- from 1 to 7. The percentage is made before the score is rounded to two decimals; where the
--- ratings are not at hand, the score is still known exactly: ratings are in quarters, so that the
--- mean of seven is a number of 28ths.
---@type tide.Rule
return {
  title = "Nations in Transit",
  scale = { 1, 7 },
  headline = "score",
  score = function(c)
    local ratings = c:children("ratings")
    local score
    if tide.count(ratings) >= 7 then
      score = tide.mean(ratings)
    else
      score = tide.round(c.score_published * 28) / 28
    end
    local percentage = (score - 1) / 6 * 100
    return { score = score, percentage = percentage, whole = tide.round(percentage) }
  end,
  published = {
    score = { "score_published", within = 0.005 },
    percentage = { "percentage_published", within = 0.005 },
    whole = "whole_published",
  },
}
