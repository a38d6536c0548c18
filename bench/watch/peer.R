# SPDX-License-Identifier: GPL-3.0-or-later
# peer.R DATA [METHOD ...]: what R's surveillance finds on the development halves, and what it costs, as CSV on standard output.
# DATA is the folder with noufaily_1000_* and sparse_*. About twelve minutes of one processor; make bench-watch reads what it wrote
# (peer.csv) and judges the same weeks with Vigil at the same rate of false alarms.
suppressMessages(library(surveillance))
suppressMessages(library(MASS))

args <- commandArgs(trailingOnly = TRUE)
data <- args[1]
only <- args[-1]

read_set <- function(name, most, from, sparse) {
  x <- read.csv(file.path(data, paste0(name, "_series.csv")), check.names = FALSE)
  t <- read.csv(file.path(data, paste0(name, "_truth.csv")))
  x <- t(as.matrix(x[seq_len(most), -1]))
  t <- t[seq_len(most), ]
  none <- if (sparse) t$factor <= 1 else rep(FALSE, most)
  list(y = x, range = from:nrow(x), start = ifelse(none, 0, t$start), end = ifelse(none, 0, t$end),
       strong = if (sparse) t$factor >= 5 & t$mean_rate >= 0.5 else t$k >= 5)
}

# Alarms of a matrix of weeks x series, scored as bench/watch does: a surge is found when one of its weeks alarms.
score <- function(set, alarm) {
  w <- set$range
  inside <- outer(w, set$start, ">=") & outer(w, set$end, "<=")
  alarm[is.na(alarm)] <- FALSE
  surge <- set$start > 0 & set$start <= max(w)
  hit <- colSums(alarm & inside) > 0
  first <- apply(alarm & inside, 2, function(z) if (any(z)) w[which(z)[1]] else NA)
  c(false_year = 52 * sum(alarm & !inside) / sum(!inside), pod = mean(hit[surge]),
    strong = mean(hit[surge & set$strong]), delay = mean((first - set$start)[surge], na.rm = TRUE),
    ppv = sum(alarm & inside) / sum(alarm))
}

farrington <- function(y, range, alpha, bound, past, periods, p_trend) {
  s <- sts(observed = matrix(y, ncol = 1), frequency = 52, start = c(2000, 1))
  r <- suppressWarnings(farringtonFlexible(s, list(
    range = range, b = 5, w = 3, noPeriods = periods, pastWeeksNotIncluded = past, alpha = alpha,
    pThresholdTrend = p_trend, thresholdMethod = bound, glmWarnings = FALSE)))
  alarms(r)[, 1]
}
f1 <- function(y, range) farrington(y, range, 0.05, "delta", 3, 1, 0.05)
f2 <- function(y, range) farrington(y, range, 0.01, "nbPlugin", 26, 10, 1)

ears <- function(method) function(y, range) {
  s <- sts(observed = matrix(y, ncol = 1), frequency = 52, start = c(2000, 1))
  alarms(earsC(s, list(range = range, method = method)))[, 1]
}

# What the package estimates by itself (one harmonic, no trend), or one mean for all weeks. Where the counts vary no more than a
# Poisson's, or the regression has no end, a Poisson's mean is what is left.
chart <- function(theta, M, own) function(y, range) {
  train <- y[seq_len(range[1] - 1)]
  s <- sts(observed = matrix(y, ncol = 1), frequency = 52, start = c(2000, 1))
  control <- list(range = range, c.ARL = 5, theta = theta, M = M, Mtilde = 1, alpha = NULL, ret = "value",
                  mu0 = if (own) NULL else list(S = 0, trend = FALSE))
  r <- tryCatch(suppressWarnings(suppressMessages(glrnb(s, control))), error = function(e) NULL)
  if (is.null(r)) {
    control$mu0 <- rep(mean(train), length(range))
    control$alpha <- 1e-6
    r <- tryCatch(suppressWarnings(suppressMessages(glrnb(s, control))), error = function(e) NULL)
  }
  if (is.null(r)) rep(FALSE, length(range)) else alarms(r)[, 1]
}

noufaily <- read_set("noufaily_1000", 500, 576, FALSE)
sparse <- read_set("sparse", 240, 469, TRUE)

runs <- list(
  list("sparse", "earsC C1", ears("C1")), list("sparse", "earsC C2", ears("C2")),
  list("sparse", "glrnb theta log 2, one mean", chart(log(2), -1, FALSE)),
  list("sparse", "glrnb theta log 2, season", chart(log(2), -1, TRUE)),
  list("sparse", "glrnb GLR M 26, one mean", chart(NULL, 26, FALSE)),
  list("sparse", "glrnb GLR M 26, season", chart(NULL, 26, TRUE)),
  list("noufaily", "earsC C1", ears("C1")), list("noufaily", "earsC C2", ears("C2")),
  list("noufaily", "glrnb theta log 2, season", chart(log(2), -1, TRUE)),
  list("noufaily", "glrnb GLR M 26, season", chart(NULL, 26, TRUE)),
  list("sparse", "farringtonFlexible nbPlugin .01", f2),
  list("sparse", "farringtonFlexible delta .05", f1),
  list("noufaily", "farringtonFlexible nbPlugin .01", f2),
  list("noufaily", "farringtonFlexible delta .05", f1))

cat("set,method,false_year,pod,strong,delay,ppv,seconds\n")
for (r in runs) {
  set <- if (r[[1]] == "sparse") sparse else noufaily
  if (length(only) && !any(sapply(only, grepl, r[[2]], fixed = TRUE))) next
  used <- system.time(a <- apply(set$y, 2, r[[3]], range = set$range))
  cat(sprintf("%s,\"%s\",%.4f,%.4f,%.4f,%.3f,%.4f,%.2f\n", r[[1]], r[[2]], score(set, a)[1], score(set, a)[2],
              score(set, a)[3], score(set, a)[4], score(set, a)[5], used[1] + used[2]))
}
