# A peer of the bench: Rscript peer.R FOLDER. For each line "CASE METHOD REPEATS" on standard input it fits the case and answers with one line of JSON: seconds of
# one fit, estimates and standard errors in the order of our parameters (null where R gives none), and the log-likelihood reached. Reading is not timed.
suppressPackageStartupMessages({ library(MASS); library(nnet); library(stats4); library(lme4) })
folder <- commandArgs(trailingOnly = TRUE)[1]

read_case <- function(name) {
  lines <- strsplit(readLines(file.path(folder, paste0(name, ".columns"))), " ")
  rows <- as.integer(lines[[1]])
  heads <- lines[-1]
  values <- readBin(file.path(folder, paste0(name, ".f64")), "double", rows * length(heads), size = 8, endian = "little")
  d <- as.data.frame(matrix(values, rows))
  names(d) <- vapply(heads, `[`, "", 1)
  for (j in seq_along(heads)) if (length(heads[[j]]) > 1) d[[j]] <- factor(heads[[j]][-1][d[[j]] + 1], heads[[j]][-1])
  list(name = name, d = d, y = d[[1]], x = cbind(Intercept = 1, as.matrix(d[-1])))
}

answer <- function(estimates, errors, loglik) list(estimates = unname(estimates), errors = unname(errors), loglik = as.numeric(loglik))
root_diagonal <- function(covariance) sqrt(diag(covariance))

# The standard errors of R's lm and nls divide by n - p, maximum likelihood by n: the last step of these two turns one into the other.
normal_answer <- function(coefficients, errors, rss, n) {
  p <- length(coefficients)
  sigma <- sqrt(rss / n)
  answer(c(coefficients, sigma), c(errors * sqrt((n - p) / n), NA), -n / 2 * (log(2 * pi * sigma^2) + 1))
}

glm_fit <- function(case, family) {
  fit <- glm.fit(case$x, case$y, family = family)
  covariance <- chol2inv(fit$qr$qr[seq_len(fit$rank), , drop = FALSE])
  answer(coef(fit), root_diagonal(covariance), fit$rank - fit$aic / 2)
}

glm_formula <- function(case, family) {
  fit <- glm(y ~ ., family = family, data = case$d)
  answer(coef(fit), root_diagonal(vcov(fit)), logLik(fit))
}

# Scales are searched on the log scale, which suits optim best; at a maximum the delta method gives exactly the standard errors of the scale itself.
by_optim <- function(start, minus_loglik, natural, slope) {
  fit <- optim(start, minus_loglik, method = "BFGS", hessian = TRUE, control = list(maxit = 1000, reltol = 1e-12))
  answer(natural(fit$par), root_diagonal(solve(fit$hessian)) * slope(fit$par), -fit$value)
}

methods <- list(
  "lm" = function(case) {
    fit <- lm(y ~ ., data = case$d)
    normal_answer(coef(fit), root_diagonal(vcov(fit)), deviance(fit), length(case$y))
  },
  "lm.fit" = function(case) {
    fit <- .lm.fit(case$x, case$y)
    p <- fit$rank
    n <- length(case$y)
    rss <- sum(fit$residuals^2)
    normal_answer(fit$coefficients, root_diagonal(chol2inv(fit$qr[seq_len(p), ])) * sqrt(rss / (n - p)), rss, n)
  },
  "glm" = function(case) glm_formula(case, binomial()),
  "glm.fit" = function(case) glm_fit(case, binomial()),
  "glm-poisson" = function(case) glm_formula(case, poisson()),
  "glm.fit-poisson" = function(case) glm_fit(case, poisson()),
  "glm.nb" = function(case) {
    fit <- glm.nb(y ~ ., data = case$d)
    answer(c(coef(fit), fit$theta), c(root_diagonal(vcov(fit)), fit$SE.theta), logLik(fit))
  },
  "multinom" = function(case) {
    fit <- multinom(y ~ ., data = case$d, Hess = TRUE, maxit = 1000, reltol = 1e-12, trace = FALSE)
    answer(as.vector(t(coef(fit))), root_diagonal(vcov(fit)), logLik(fit))
  },
  "optim-student-t" = function(case) {
    b <- seq_len(ncol(case$x)) + 1
    scale <- length(b) + 2
    minus_loglik <- function(par) {
      z <- (case$y - case$x %*% par[b]) * exp(-par[scale])
      length(z) * par[scale] - sum(dt(z, exp(par[1]), log = TRUE))
    }
    start <- c(log(5), .lm.fit(case$x, case$y)$coefficients, log(sd(case$y)))
    natural <- function(par) c(exp(par[1]), par[b], exp(par[scale]))
    by_optim(start, minus_loglik, natural, function(par) c(exp(par[1]), rep(1, length(b)), exp(par[scale])))
  },
  "optim-mixture" = function(case) {
    minus_loglik <- function(par) {
      w <- plogis(par[1])
      -sum(log(w * dnorm(case$y, par[2], exp(par[3])) + (1 - w) * dnorm(case$y, par[4], exp(par[5]))))
    }
    natural <- function(par) c(plogis(par[1]), par[2], exp(par[3]), par[4], exp(par[5]))
    by_optim(c(0, -1, 0, 1, 0), minus_loglik, natural, function(par) c(dlogis(par[1]), 1, exp(par[3]), 1, exp(par[5])))
  },
  "lmer-intercept" = function(case) {
    fit <- lmer(y ~ days + (1 | subject), data = case$d, REML = FALSE)
    answer(c(fixef(fit), attr(VarCorr(fit)$subject, "stddev"), sigma(fit)), c(root_diagonal(as.matrix(vcov(fit))), NA, NA), logLik(fit))
  },
  "lmer-slopes" = function(case) {
    fit <- lmer(y ~ days + (days | subject), data = case$d, REML = FALSE)
    varying <- VarCorr(fit)$subject
    scales <- c(attr(varying, "stddev"), attr(varying, "correlation")[2, 1], sigma(fit))
    answer(c(fixef(fit), scales), c(root_diagonal(as.matrix(vcov(fit))), NA, NA, NA, NA), logLik(fit))
  },
  "glmer" = function(case) {
    fit <- suppressWarnings(glmer(y ~ days + (1 | subject), data = case$d, family = binomial(), control = glmerControl(optimizer = "bobyqa", tolPwrss = 1e-10)))
    answer(c(fixef(fit), attr(VarCorr(fit)$subject, "stddev")), c(root_diagonal(as.matrix(vcov(fit))), NA), logLik(fit))
  },
  "nls" = function(case) {
    fit <- nls(y ~ top / (1 + exp((middle - time) / width)), data = case$d, start = list(top = 8, middle = 5, width = 1))
    normal_answer(coef(fit), root_diagonal(vcov(fit)), deviance(fit), length(case$y))
  },
  "optim-coin" = function(case) {
    fit <- optim(0.5, function(p) -sum(dbinom(case$y, 1, p, log = TRUE)), method = "Brent", lower = 1e-6, upper = 1 - 1e-6, hessian = TRUE)
    answer(fit$par, 1 / sqrt(fit$hessian[1]), -fit$value)
  },
  "mle-coin" = function(case) {
    minus_loglik <- function(p) -sum(dbinom(case$y, 1, p, log = TRUE))
    fit <- mle(minus_loglik, start = list(p = 0.5), method = "L-BFGS-B", lower = 1e-6, upper = 1 - 1e-6)
    answer(coef(fit), root_diagonal(vcov(fit)), logLik(fit))
  }
)

versions <- function() {
  packages <- vapply(c("MASS", "nnet", "lme4"), function(name) paste(name, packageVersion(name)), "")
  paste(c(paste("R", getRversion()), packages, basename(La_library())), collapse = ", ")
}

json_numbers <- function(values) paste0("[", paste(ifelse(is.na(values), "null", sprintf("%.17g", values)), collapse = ","), "]")

fit_line <- function(case, method, repeats) {
  fit <- methods[[method]]
  began <- Sys.time()
  for (i in seq_len(repeats)) found <- fit(case)
  seconds <- as.numeric(difftime(Sys.time(), began, units = "secs")) / repeats
  sprintf('{"seconds":%.17g,"estimates":%s,"errors":%s,"logLikelihood":%.17g}',
    seconds, json_numbers(found$estimates), json_numbers(found$errors), found$loglik)
}

quoted <- function(text) paste0('"', gsub('["\\\\[:cntrl:]]', " ", text), '"')
failure <- function(condition) paste0('{"error":', quoted(conditionMessage(condition)), "}")

case <- list(name = "")
input <- file("stdin", "r")
while (length(line <- readLines(input, 1)) > 0) {
  words <- strsplit(line, " ")[[1]]
  if (words[1] == "versions") {
    cat('{"versions":', quoted(versions()), "}\n", sep = "")
  } else {
    cat(tryCatch({
      if (case$name != words[1]) { case <- read_case(words[1]); invisible(gc()) }
      fit_line(case, words[2], as.integer(words[3]))
    }, error = failure), "\n", sep = "")
  }
  flush(stdout())
}
