# Every statistic of the project that has a twin in R, on the data sets in data/; writes frozen/.
# Run from tests/r: Rscript twins.R
suppressPackageStartupMessages({
  library(coin); library(lme4); library(ordinal); library(survival); library(sandwich)
  library(survey); library(brglm2); library(metafor)
})
results <- data.frame()
put <- function(data, name, value) results <<- rbind(results, data.frame(
  data = data, naam = name, waarde = sprintf("%.17g", as.numeric(value))))

flips <- function(m) { # all sign patterns
  s <- as.matrix(expand.grid(rep(list(c(-1, 1)), length(m))))
  mean(abs(s %*% m) >= abs(sum(m)) - 1e-9)
}
arrangements <- function(d, g, umc) { # exact permutation of the groups within umcs, summed deviation
  totals <- 0; observed <- 0
  for (u in unique(umc)) {
    y <- d[umc == u] - mean(d[umc == u]); k <- sum(g[umc == u])
    if (k == 0 || k == length(y)) next
    observed <- observed + sum(y[g[umc == u]])
    totals <- as.vector(outer(totals, combn(length(y), k, function(i) sum(y[i])), "+"))
  }
  mean(abs(totals) >= abs(observed) - 1e-9)
}
for (file in list.files("data", "^changes_.*csv$")) {
  name <- sub("changes_(.*)\\.csv", "\\1", file)
  x <- read.csv(file.path("data", file)); x$werd_vast <- x$werd_vast == "True"
  x$eerste <- x$eerste == "True"; x$laatste <- x$laatste == "True"
  x$d <- round(x$nu - x$voor, 12)
  m <- tapply(x$d, x$umc, mean); t <- t.test(m)
  put(name, "t.waarde", t$estimate); put(name, "t.laag", t$conf.int[1]); put(name, "t.hoog", t$conf.int[2]); put(name, "t.p", t$p.value)
  put(name, "flips.p", flips(m))
  w <- wilcoxsign_test(nu ~ voor, data = transform(x, nu = d, voor = 0), zero.method = "Pratt", distribution = "asymptotic")
  put(name, "wilcoxon.p", pvalue(w))
  nz <- x$d[x$d != 0]; r <- rank(abs(nz)); put(name, "biserial", sum(r * sign(nz)) / sum(r))
  put(name, "binom.p", binom.test(sum(x$d > 0), sum(x$d != 0))$p.value)
  wi <- prop.test(sum(x$d > 0), nrow(x), correct = FALSE)$conf.int
  put(name, "wilson.laag", wi[1]); put(name, "wilson.hoog", wi[2])
  long <- data.frame(score = c(x$voor, x$nu), later = rep(0:1, each = nrow(x)), persoon = factor(rep(x$persoon, 2)), umc = rep(x$umc, 2))
  f <- summary(lm(score ~ later + persoon, long))$coefficients["later", ]
  put(name, "fe.waarde", f[1]); put(name, "fe.p", f[4])
  fit <- lmer(d ~ 1 + (1 | umc), x, REML = TRUE, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10)))
  put(name, "lmer.waarde", fixef(fit)); put(name, "lmer.fout", sqrt(diag(as.matrix(vcov(fit)))))
  put(name, "lmer.umc", as.data.frame(VarCorr(fit))$vcov[1]); put(name, "lmer.rest", sigma(fit)^2)
  put(name, "lmer.singular", isSingular(fit))
  seen <- long[(long$later == 0 & rep(x$eerste, 2)) | (long$later == 1 & rep(x$laatste, 2)), ]
  fit <- lmer(score ~ later + (1 | persoon), seen, REML = TRUE, control = lmerControl(optimizer = "bobyqa", optCtrl = list(rhoend = 1e-10)))
  put(name, "panel.waarde", fixef(fit)[2]); put(name, "panel.fout", sqrt(diag(as.matrix(vcov(fit))))[2])
  put(name, "panel.persoon", as.data.frame(VarCorr(fit))$vcov[1]); put(name, "panel.rest", sigma(fit)^2)
  put(name, "panel.singular", isSingular(fit))
  if (name != "fine") {
    o <- clm(factor(score) ~ later, data = long, control = clm.control(gradTol = 1e-9))
    put(name, "clm.waarde", o$beta)
    e <- estfun(o); s <- rowsum(e, long$persoon); g <- nrow(s); b <- vcov(o)
    put(name, "clm.fout", sqrt((b %*% (crossprod(s) * g / (g - 1)) %*% b)["later", "later"]))
  }
  put(name, "spearman", cor(x$d, x$ander, method = "spearman"))
  both <- ave(x$werd_vast, x$umc, FUN = function(v) length(unique(v))) == 2; y <- x[both, ]
  put(name, "verschil.waarde", coef(lm(d ~ werd_vast + umc, y))["werd_vastTRUE"])
  n <- prod(tapply(y$werd_vast, y$umc, function(v) choose(length(v), sum(v))))
  put(name, "verschil.aantal", n)
  if (n <= 20000) put(name, "verschil.p", arrangements(y$d, y$werd_vast, y$umc))
  set.seed(1)
  put(name, "verschil.loting", pvalue(independence_test(d ~ factor(werd_vast) | factor(umc), y, distribution = approximate(nresample = 200000))))
  put(name, "holm1", p.adjust(c(t$p.value, 0.03), "holm")[1])
}
for (file in list.files("data", "^durations_.*csv$")) {
  name <- sub("durations_(.*)\\.csv", "\\1", file)
  x <- read.csv(file.path("data", file))
  km <- summary(survfit(Surv(intrede, duur, uitkomst == "vast") ~ 1, x))
  for (i in seq_along(km$time)) { put(name, paste0("km.", i, ".dag"), km$time[i]); put(name, paste0("km.", i, ".zonder"), km$surv[i]) }
  x$e <- factor(x$uitkomst, levels = c("lopend", "vast", "vertrokken")); x$id <- seq_len(nrow(x))
  aj <- survfit(Surv(intrede, duur, e) ~ 1, x, id = id)
  p <- aj$pstate[, which(aj$states == "vast")]
  for (i in seq_along(km$time)) put(name, paste0("aj.", i), p[match(km$time[i], aj$time)])
  if (all(x$intrede == 0)) put(name, "logrank.p", 1 - pchisq(survdiff(Surv(duur, uitkomst == "vast") ~ groep, x)$chisq, 1))
}
for (file in list.files("data", "^people_.*csv$")) {
  name <- sub("people_(.*)\\.csv", "\\1", file)
  x <- read.csv(file.path("data", file)); x$vast <- as.integer(x$vast == "True"); x$v <- as.integer(x$gender == "v")
  w <- prop.test(sum(x$v), nrow(x), correct = FALSE)$conf.int
  put(name, "personen.laag", w[1]); put(name, "personen.hoog", w[2])
  x$vfte <- x$v * x$fte
  r <- svyratio(~vfte, ~fte, svydesign(ids = ~1, weights = ~1, data = x)); ci <- confint(r)
  put(name, "fte.waarde", coef(r)); put(name, "fte.laag", ci[1]); put(name, "fte.hoog", ci[2])
  y <- x[x$gender != "x", ]
  counts <- table(factor(y$v, 1:0), factor(y$vast, 1:0)); put(name, "fisher.p", fisher.test(counts)$p.value)
  a <- prop.test(counts[1, 1], sum(counts[1, ]), correct = FALSE); b <- prop.test(counts[2, 1], sum(counts[2, ]), correct = FALSE)
  d <- a$estimate - b$estimate
  put(name, "newcombe.waarde", d)
  put(name, "newcombe.laag", d - sqrt((a$estimate - a$conf.int[1])^2 + (b$conf.int[2] - b$estimate)^2))
  put(name, "newcombe.hoog", d + sqrt((a$conf.int[2] - a$estimate)^2 + (b$estimate - b$conf.int[1])^2))
  s <- table(factor(y$v, 1:0), factor(y$vast, 1:0), y$umc)
  s <- s[, , apply(s, 3, function(t) all(rowSums(t) > 0, colSums(t) > 0))]
  m <- mantelhaen.test(s, correct = FALSE)
  put(name, "mh.waarde", log(m$estimate)); put(name, "mh.laag", log(m$conf.int[1])); put(name, "mh.hoog", log(m$conf.int[2])); put(name, "mh.p", m$p.value)
  h <- rma.mh(measure = "OR", ai = s[1, 1, ], bi = s[1, 2, ], ci = s[2, 1, ], di = s[2, 2, ], drop00 = FALSE)
  put(name, "tarone.p", h$TAp); put(name, "lagen", dim(s)[3])
  f <- vast ~ functie + umc + v
  if (name == "plain") { # the others are separated: there is no maximum
    e <- summary(glm(f, binomial, y, control = list(epsilon = 1e-14, maxit = 100)))$coefficients["v", ]
    put(name, "glm.waarde", e[1]); put(name, "glm.fout", e[2]); put(name, "glm.p", e[4])
  }
  # from the start that brglm2 takes itself it wanders off in sparse data
  fit <- glm(f, binomial, y, method = "brglmFit", type = "AS_mean", start = rep(0, ncol(model.matrix(f, y))),
    control = list(epsilon = 1e-13, maxit = 5000)); stopifnot(fit$converged)
  e <- summary(fit)$coefficients
  put(name, "firth.waarde", e["v", 1]); put(name, "firth.fout", e["v", 2]); put(name, "firth.p", e["v", 4])
  k <- tapply(x$v, x$umc, sum); n <- tapply(x$v, x$umc, length); p0 <- sum(k) / sum(n)
  p <- pmin(1, 2 * pmin(pbinom(k, n, p0), pbinom(k - 1, n, p0, lower.tail = FALSE)))
  names(p) <- names(k)
  limit <- function(n, q, t) { r <- qbinom(t, n, q); max(0, (r - (pbinom(r, n, q) - t) / dbinom(r, n, q)) / n) }
  for (u in names(k)) {
    put(name, paste0("trechter.p.", u), p[u]); put(name, paste0("trechter.holm.", u), p.adjust(p, "holm")[u])
    put(name, paste0("trechter.laag.", u), limit(n[u], p0, 0.025)); put(name, paste0("trechter.hoog.", u), 1 - limit(n[u], 1 - p0, 0.025))
    put(name, paste0("trechter.laag_samen.", u), limit(n[u], p0, 0.025 / length(k)))
  }
}
for (g in c(3, 4, 6, 8, 12)) put("design", paste0("power.", g),
  power.t.test(n = g, sd = 1, power = 0.8, type = "one.sample", strict = TRUE, tol = 1e-12)$delta)
dir.create("frozen", showWarnings = FALSE)
write.csv(results, "frozen/results.csv", row.names = FALSE, quote = FALSE)
packages <- c("coin", "lme4", "ordinal", "survival", "sandwich", "survey", "brglm2", "metafor")
writeLines(c(R.version.string, sapply(packages, function(p) paste(p, packageVersion(p)))), "frozen/versions.txt")
