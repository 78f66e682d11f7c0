--- Ratings and status from the points for political rights and for civil liberties.
local pr_cuts = { 36, 30, 24, 18, 12, 6 }
local cl_cuts = { 53, 44, 35, 26, 17, 8 }

local function rating(points, cuts)
  for i, cut in ipairs(cuts) do
    if points >= cut then
      return i
    end
  end
  return #cuts + 1
end

local function status(mean_rating)
  if mean_rating <= 2.5 then
    return "F"
  elseif mean_rating <= 5 then
    return "PF"
  end
  return "NF"
end

return function(pr, cl)
  local pr_rating, cl_rating = rating(pr, pr_cuts), rating(cl, cl_cuts)
  return {
    total = pr + cl,
    pr = pr,
    cl = cl,
    pr_rating = pr_rating,
    cl_rating = cl_rating,
    status = status((pr_rating + cl_rating) / 2),
  }
end
