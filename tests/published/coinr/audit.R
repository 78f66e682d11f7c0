# Of examples/methods/invented under its rule minmax, by R's own functions; alpha as get_cronbach of
# COINr 1.1.14 has it (with complete rows), components as its get_PCA (prcomp of complete rows,
# scaled), aggregates as COINr printed them (minmax.csv).
units <- read.csv("examples/methods/invented/data/panels/units.csv")
printed <- read.csv("tests/published/coinr/minmax.csv")
stopifnot(units$uCode == printed$uCode)
down <- c("plur2", "plur3", "plur4", "civic2", "civic4", "corr3", "aid1", "aid2", "aid3", "aid4")
weights <- c(plur1 = 1.941187, plur2 = 1.302786, plur3 = 1.296297, plur4 = 1.387502,
  plur5 = 1.982867, civic1 = 1.14726, civic2 = 1.237656, civic3 = 0.225767, civic4 = 1.315181,
  civic5 = 1.355808, media1 = 0.302187, media2 = 1.502118, media3 = 0.636628, media4 = 1.817451,
  corr1 = 1.15427, corr2 = 1.785354, corr3 = 1.761798, corr4 = 1.724482, aid1 = 0.959045,
  aid2 = 0.811041, aid3 = 0.206572, aid4 = 1.372181, plur = 1.803361, civic = 1.500948,
  media = 0.89598, corr = 0.206654, aid = 1.353456, rights = 0.679578, gov = 1.371069)
parts <- list(index = c("rights", "gov"), rights = c("plur", "civic", "media"),
  plur = paste0("plur", 1:5), civic = paste0("civic", 1:5), media = paste0("media", 1:4),
  gov = c("corr", "aid"), corr = paste0("corr", 1:4), aid = paste0("aid", 1:4))
indicators <- unlist(parts[c("plur", "civic", "media", "corr", "aid")], use.names = FALSE)
x <- sapply(indicators, function(id) {
  y <- units[[id]] * if (id %in% down) -1 else 1
  (y - min(y, na.rm = TRUE)) / diff(range(y, na.rm = TRUE)) * 100
})
x <- cbind(x, as.matrix(printed[c("plur", "civic", "media", "corr", "aid", "rights", "gov")]),
  index = printed$Index)
out <- NULL
add <- function(section, measure, item, other, value, n)
  out <<- rbind(out, data.frame(section, measure, item, other, value = sprintf("%.17g", value), n))
pairs <- function(a, b) sum(!is.na(x[, a]) & !is.na(x[, b]))
r <- function(a, b, method = "pearson")
  cor(x[, a], x[, b], method = method, use = "pairwise.complete.obs")
for (node in names(parts)) {
  full <- na.omit(x[, parts[[node]]])
  n <- nrow(full); k <- ncol(full); v <- cov(full); p <- prcomp(full, center = TRUE, scale. = TRUE)
  add("reliability", "alpha", node, "", k^2 * ((sum(v) - sum(diag(v))) / (k * (k - 1))) / sum(v), n)
  add("reliability", "first_component", node, "", p$sdev[1]^2 / k, n)
  add("reliability", "strong_components", node, "", sum(p$sdev^2 > 1), n)
  load <- p$rotation[, 1] * p$sdev[1]
  if (sum(load) < 0) load <- -load
  for (id in parts[[node]]) add("reliability", "loading", id, node, load[[id]], n)
  m <- cor(full)
  add("reliability", "mean_correlation", node, "", mean(m[upper.tri(m)]), n)
}
for (node in names(parts)) for (id in parts[[node]]) for (method in c("pearson", "spearman"))
  add("correlation", method, id, node, r(id, node, method), pairs(id, node))
for (node in names(parts)) {
  ids <- parts[[node]]
  for (i in 1:(length(ids) - 1)) for (j in (i + 1):length(ids))
    for (method in c("pearson", "spearman")) add("pair", method, ids[i], ids[j], r(ids[i], ids[j], method), pairs(ids[i], ids[j]))
}
share <- function(node) weights[parts[[node]]] / sum(weights[parts[[node]]])
move <- function(section, ids, target, nominal) {
  r2 <- sapply(ids, r, target)^2
  for (i in seq_along(ids)) {
    add(section, "nominal", ids[i], target, nominal[[i]], nrow(x))
    add(section, "pearson", ids[i], target, r(ids[i], target), pairs(ids[i], target))
    add(section, "importance", ids[i], target, r2[[i]] / sum(r2), pairs(ids[i], target))
  }
}
for (node in names(parts)) move("weight", parts[[node]], node, share(node))
up <- c(share("index"))
for (node in c("rights", "gov", "plur", "civic", "media", "corr", "aid"))
  up <- c(up, share(node) * up[[node]])
move("index_weight", indicators, "index", up[indicators])
for (id in indicators) {
  y <- units[[id]]; z <- y[!is.na(y)]; n <- length(z); d <- z - mean(z)
  add("value", "coverage", id, "", n / length(y), length(y))
  add("value", "minimum", id, "", min(z), n)
  add("value", "maximum", id, "", max(z), n)
  add("value", "distinct", id, "", length(unique(z)), n)
  g1 <- sqrt(n) * sum(d^3) / sum(d^2)^1.5
  g2 <- n * sum(d^4) / sum(d^2)^2 - 3
  add("value", "skewness", id, "", g1 * sqrt(n * (n - 1)) / (n - 2), n)
  add("value", "kurtosis", id, "", ((n + 1) * g2 + 6) * (n - 1) / ((n - 2) * (n - 3)), n)
}
write.csv(out, "tests/published/coinr/audit.csv", row.names = FALSE, quote = FALSE)
