# Expected values of effects.test.ts: `Rscript effects.R > expected.json`, in this folder, with R 4.2 and its recommended packages.
# Log-likelihoods are written out here, maximised by Newton's method, and all derivatives are central differences of order 8 in units of
# standard errors. Estimates are compared with glm, polr, multinom, glm.nb and survreg where these fit the same model.
suppressMessages({library(MASS); library(nnet); library(survival)})

weights8 <- c(1/280, -4/105, 1/5, -4/5, 4/5, -1/5, 4/105, -1/280)
steps8 <- c(-4, -3, -2, -1, 1, 2, 3, 4)
gradient <- function(f, x, s, h = 0.1) sapply(seq_along(x), function(i)
  sum(weights8 * sapply(steps8, function(k) { y <- x; y[i] <- y[i] + k * h * s[i]; f(y) })) / (h * s[i]))
weights6 <- c(-1/60, 3/20, -3/4, 3/4, -3/20, 1/60)
steps6 <- c(-3, -2, -1, 1, 2, 3)
hessian <- function(f, x, s, h = 0.05) {
  n <- length(x); H <- matrix(0, n, n)
  for (i in 1:n) for (j in 1:i) {
    at <- function(k, l) { y <- x; y[i] <- y[i] + k * h * s[i]; y[j] <- y[j] + l * h * s[j]; f(y) }
    H[i, j] <- H[j, i] <- sum(outer(weights6, weights6) * outer(steps6, steps6, Vectorize(at))) / (h^2 * s[i] * s[j])
  }
  H
}

maximise <- function(ll, start) {
  x <- optim(start, function(x) -ll(x), method = "BFGS", control = list(reltol = 1e-13, maxit = 500))$par
  for (round in 1:2) {
    s <- if (round == 1) pmax(abs(x), 1e-2) * 1e-2 else sqrt(diag(V))
    V <- solve(-hessian(ll, x, s))
    s <- sqrt(abs(diag(V)))
    for (i in 1:4) x <- x + as.vector(V %*% gradient(ll, x, s))
  }
  V <- solve(-hessian(ll, x, s))
  list(x = x, V = V, s = sqrt(diag(V)))
}
delta <- function(fit, g) { d <- gradient(g, fit$x, fit$s, 0.05); c(estimate = g(fit$x), se = sqrt(as.numeric(t(d) %*% fit$V %*% d))) }
slope <- function(f, x, h) rowSums(sapply(1:8, function(k) weights8[k] * f(x + steps8[k] * h))) / h

found <- list()
add <- function(file, side, fit, ...) {
  message(file)
  own <- list(...)
  for (name in names(own)) found[[length(found) + 1]] <<- c(list(file = file, side = side, name = name), as.list(delta(fit, own[[name]])))
}
near <- function(a, b, tolerance = 1e-4) stopifnot(max(abs(a - b)) < tolerance * max(1, abs(b)))
data <- function(name) read.csv(file.path("..", "cases", name, "data.csv"), stringsAsFactors = FALSE)
inv <- plogis

## logistic regression with a factor and an interaction
d <- data("logistic_birthwt"); d$race <- factor(d$race, c("white", "black", "other"))
X <- function(d) model.matrix(~ age * smoke + lwt + race, d)
ll <- function(b) sum(dbinom(d$low, 1, inv(X(d) %*% b), log = TRUE))
g0 <- glm(low ~ age * smoke + lwt + race, binomial, d)
fit <- maximise(ll, coef(g0)); near(fit$x, coef(g0))
p <- function(b, d) as.vector(inv(X(d) %*% b))
at <- function(d, ...) { v <- list(...); for (n in names(v)) d[[n]] <- if (is.factor(d[[n]])) factor(v[[n]], levels(d[[n]])) else v[[n]]; d }
logisticEffects <- function(side, fit) add("logistic", side, fit,
  ame = function(b) mean(slope(function(x) p(b, at(d, lwt = x)), d$lwt, 1)),
  ameAge = function(b) mean(slope(function(x) p(b, at(d, age = x)), d$age, 0.5)),
  ate = function(b) mean(p(b, at(d, smoke = 1))) - mean(p(b, at(d, smoke = 0))),
  ratio = function(b) mean(p(b, at(d, smoke = 1))) / mean(p(b, at(d, smoke = 0))),
  black = function(b) mean(p(b, at(d, race = "black"))) - mean(p(b, at(d, race = "white"))),
  treated = function(b) mean((p(b, at(d, smoke = 1)) - p(b, at(d, smoke = 0)))[d$smoke == 1]),
  one = function(b) p(b, at(d[1, ], age = 25, smoke = 1, lwt = 120, race = "other")),
  slopeAt = function(b) { q <- p(b, at(d[1, ], age = 25, smoke = 1, lwt = 120, race = "other")); q * (1 - q) * (b[2] + b[7]) },
  total = function(b) sum(p(b, at(d, smoke = 0))))
logisticEffects("mle", fit)
prior <- function(b) sum(dnorm(b, 0, 2, log = TRUE))
logisticEffects("map", maximise(function(b) ll(b) + prior(b), fit$x))

## Poisson regression with an offset
d <- subset(data("glm_poisson_insurance_offset_where"), Holders > 20)
d$District <- factor(d$District); d$Age <- factor(d$Age, c("d", "a", "b", "c"))
X <- function(d) model.matrix(~ District + Group + Age, d)
d$Group <- factor(d$Group)
mu <- function(b, d) as.vector(exp(X(d) %*% b)) * d$Holders
g0 <- glm(Claims ~ District + Group + Age + offset(log(Holders)), poisson, d)
fit <- maximise(function(b) sum(dpois(d$Claims, mu(b, d), log = TRUE)), coef(g0)); near(fit$x, coef(g0))
add("poisson", "mle", fit,
  contrast = function(b) mean(mu(b, at(d, Age = "a"))) - mean(mu(b, at(d, Age = "d"))),
  perHolder = function(b) mean(slope(function(x) mu(b, at(d, Holders = x)), d$Holders, 1)),
  rate = function(b) mu(b, at(d[1, ], District = "2", Group = levels(d$Group)[2], Age = "b", Holders = 100)),
  large = function(b) 1 - ppois(40, mu(b, at(d[1, ], District = "2", Group = levels(d$Group)[2], Age = "b", Holders = 300))),
  none = function(b) mean(dpois(0, mu(b, d))))

## Gamma regression with an inverse link in log u
d <- data("gamma_glm_clotting")
mu <- function(b, u) 1 / (b[1] + b[2] * log(u))
fit <- maximise(function(b) sum(dgamma(d$lot1, b[3], rate = b[3] / mu(b, d$u), log = TRUE)), c(-0.0166, 0.0153, 500))
near(fit$x[1:2], coef(glm(lot1 ~ log(u), Gamma, d)), 1e-6)
add("gamma", "mle", fit,
  ame = function(b) mean(slope(function(u) mu(b, u), d$u, d$u / 50)),
  at20 = function(b) mu(b, 20),
  elasticity = function(b) mean(-b[2] * mu(b, d$u)),
  low = function(b) pgamma(30, b[3], rate = b[3] / mu(b, 20)))

## linear model with a slope for each group
d <- data("lm_plant_nointercept_slopes"); d$group <- factor(d$group)
X <- function(d) model.matrix(~ group * x, d)
m <- function(b, d) as.vector(X(d) %*% b[-length(b)])
g0 <- lm(weight ~ group * x, d)
k <- length(coef(g0)) + 1
fit <- maximise(function(b) sum(dnorm(d$weight, m(b, d), b[k], log = TRUE)), c(coef(g0), sigma(g0))); near(fit$x[-k], coef(g0))
add("linear", "mle", fit,
  effect = function(b) mean(m(b, at(d, group = levels(d$group)[3]))) - mean(m(b, at(d, group = levels(d$group)[1]))),
  slope = function(b) mean(slope(function(x) m(b, at(d, x = x)), d$x, 0.1)),
  heavy = function(b) mean(1 - pnorm(5, m(b, d), b[k])),
  upper = function(b) m(b, at(d[1, ], group = levels(d$group)[2], x = 2)) + qnorm(0.9) * b[k])

## ordered logistic regression with frequency weights
d <- data("ordered_logit_housing")
for (v in list(list("infl", c("Low", "Medium", "High")), list("type", c("Tower", "Apartment", "Atrium", "Terrace")), list("cont", c("Low", "High"))))
  d[[v[[1]]]] <- factor(d[[v[[1]]]], v[[2]])
d$sat <- factor(d$sat, c("Low", "Medium", "High"))
X <- function(d) model.matrix(~ infl + type + cont, d)[, -1]
P <- function(b, d) { eta <- as.vector(X(d) %*% b[1:6]); a <- inv(b[7] - eta); c <- inv(b[8] - eta); cbind(a, c - a, 1 - c) }
g0 <- polr(sat ~ infl + type + cont, d, weights = freq)
fit <- maximise(function(b) sum(d$freq * log(P(b, d)[cbind(seq_len(nrow(d)), as.integer(d$sat))])), c(coef(g0), g0$zeta))
near(fit$x, c(coef(g0), g0$zeta))
wmean <- function(v) sum(d$freq * v) / sum(d$freq)
add("ordered", "mle", fit,
  high = function(b) wmean(P(b, d)[, 3]),
  effect = function(b) wmean(P(b, at(d, infl = "High"))[, 3]) - wmean(P(b, at(d, infl = "Low"))[, 3]),
  medium = function(b) P(b, at(d[1, ], infl = "Medium", type = "Atrium", cont = "High"))[2],
  notLow = function(b) 1 - P(b, at(d[1, ], infl = "Medium", type = "Atrium", cont = "High"))[1])

## multinomial regression with frequency weights
P <- function(b, d) { B <- cbind(0, matrix(b, ncol = 2)); E <- exp(model.matrix(~ infl + type + cont, d) %*% B); E / rowSums(E) }
g0 <- multinom(sat ~ infl + type + cont, d, weights = freq, trace = FALSE, reltol = 1e-14)
fit <- maximise(function(b) sum(d$freq * log(P(b, d)[cbind(seq_len(nrow(d)), as.integer(d$sat))])), as.vector(t(coef(g0))))
near(fit$x, as.vector(t(coef(g0))), 1e-3)
add("multinomial", "mle", fit,
  high = function(b) wmean(P(b, at(d, cont = "High"))[, 3]),
  effect = function(b) wmean(P(b, at(d, type = "Terrace"))[, 2] - P(b, at(d, type = "Tower"))[, 2]),
  one = function(b) P(b, at(d[1, ], infl = "High", type = "Tower", cont = "Low"))[1])

## negative binomial regression
d <- data("negbin_quine"); for (v in c("eth", "sex", "age", "lrn")) d[[v]] <- factor(d[[v]])
X <- function(d) model.matrix(~ eth + sex + age + lrn, d)
mu <- function(b, d) as.vector(exp(X(d) %*% b[1:7]))
g0 <- suppressWarnings(glm.nb(days ~ eth + sex + age + lrn, d))
fit <- maximise(function(b) sum(dnbinom(d$days, b[8], mu = mu(b, d), log = TRUE)), c(coef(g0), g0$theta)); near(fit$x, c(coef(g0), g0$theta))
add("negbin", "mle", fit,
  contrast = function(b) mean(mu(b, at(d, eth = "N"))) - mean(mu(b, at(d, eth = "A"))),
  ratio = function(b) mean(mu(b, at(d, sex = "M"))) / mean(mu(b, at(d, sex = "F"))),
  zero = function(b) mean(dnbinom(0, b[8], mu = mu(b, d))),
  many = function(b) mean(1 - pnbinom(19, b[8], mu = mu(b, d))))

## binomial counts
d <- data("binomial_esoph"); d$agegp <- factor(d$agegp)
X <- function(d) model.matrix(~ agegp + alc, d)
q <- function(b, d) as.vector(inv(X(d) %*% b))
g0 <- glm(cbind(ncases, n - ncases) ~ agegp + alc, binomial, d)
fit <- maximise(function(b) sum(dbinom(d$ncases, d$n, q(b, d), log = TRUE)), coef(g0)); near(fit$x, coef(g0))
add("binomial", "mle", fit,
  slope = function(b) mean(slope(function(x) d$n * q(b, at(d, alc = x)), d$alc, 2)),
  share = function(b) sum(d$n * q(b, at(d, alc = 100))) / sum(d$n * q(b, at(d, alc = 20))),
  none = function(b) dbinom(0, 20, q(b, at(d[1, ], agegp = "45-54", alc = 60))),
  above = function(b) 1 - pbinom(5, 20, q(b, at(d[1, ], agegp = "45-54", alc = 60))))

## Weibull survival with right-censored times
d <- data("survival_weibull_lung")
sc <- function(b, age, female) exp(b[1] + b[2] * age + b[3] * female)
g0 <- survreg(Surv(time, event) ~ age + female, d)
fit <- maximise(function(b) { s <- sc(b, d$age, d$female)
  sum(ifelse(d$event == 1, dweibull(d$time, b[4], s, log = TRUE), pweibull(d$time, b[4], s, lower.tail = FALSE, log.p = TRUE))) }, c(coef(g0), 1 / g0$scale))
near(fit$x, c(coef(g0), 1 / g0$scale))
add("weibull", "mle", fit,
  mean = function(b) sc(b, 60, 1) * gamma(1 + 1 / b[4]),
  median = function(b) qweibull(0.5, b[4], sc(b, 60, 0)),
  year = function(b) mean(1 - pweibull(365, b[4], sc(b, d$age, 1)) - (1 - pweibull(365, b[4], sc(b, d$age, 0)))),
  slope = function(b) mean(b[2] * sc(b, d$age, d$female) * gamma(1 + 1 / b[4])))

## zero-inflated counts
d <- data("zip_prior_beta")
ll <- function(b) { r <- exp(b[1] + b[2] * d$x); sum(ifelse(d$y == 0, log(b[3] + (1 - b[3]) * exp(-r)), log1p(-b[3]) + dpois(d$y, r, log = TRUE))) }
fit <- maximise(function(b) ll(b) + dnorm(b[1], 0, 2, log = TRUE) + dnorm(b[2], 0, 1, log = TRUE) + dbeta(b[3], 1, 3, log = TRUE), c(0.5, 0.3, 0.2))
add("zip", "map", fit,
  mean = function(b) mean((1 - b[3]) * exp(b[1] + b[2] * d$x)),
  slope = function(b) mean((1 - b[3]) * b[2] * exp(b[1] + b[2] * d$x)),
  zero = function(b) b[3] + (1 - b[3]) * exp(-exp(b[1] + b[2])),
  above = function(b) (1 - b[3]) * (1 - ppois(2, exp(b[1] + b[2]))))

## random intercepts: a new subject, and the conditional mode of a known one with the error of Kass & Steffey (1989)
d <- data("mixed_sleepstudy_intercept"); d$subject <- factor(d$subject)
n <- 10; groups <- as.integer(d$subject)
ll <- function(b) { r <- d$reaction - b[1] - b[2] * d$days; S <- rowsum(r, groups)
  k <- b[3]^2 / (b[4]^2 + n * b[3]^2)
  -0.5 * (nrow(d) * log(2 * pi) + 18 * ((n - 1) * log(b[4]^2) + log(b[4]^2 + n * b[3]^2)) + (sum(r^2) - k * sum(S^2)) / b[4]^2) }
fit <- maximise(ll, c(251.4, 10.47, 36, 30.9))
u <- function(b) { r <- d$reaction - b[1] - b[2] * d$days; n <- table(d$subject); tapply(r, d$subject, sum) / (n + b[4]^2 / b[3]^2) }
add("mixed", "mle", fit, population = function(b) b[1] + 3 * b[2])
own <- delta(fit, function(b) b[1] + 3 * b[2] + u(b)[["S308"]])
left <- 1 / (10 / fit$x[4]^2 + 1 / fit$x[3]^2)
found[[length(found) + 1]] <- list(file = "mixed", side = "mle", name = "known", estimate = own[["estimate"]], se = sqrt(own[["se"]]^2 + left))
both <- delta(fit, function(b) u(b)[["S308"]] - u(b)[["S309"]])
found[[length(found) + 1]] <- list(file = "mixed", side = "mle", name = "between", estimate = both[["estimate"]], se = sqrt(both[["se"]]^2 + 2 * left))

line <- function(e) sprintf('  { "file": "%s", "side": "%s", "name": "%s", "estimate": %.12g, "se": %.12g }', e$file, e$side, e$name, e$estimate, e$se)
cat("[\n", paste(sapply(found, line), collapse = ",\n"), "\n]\n", sep = "")
