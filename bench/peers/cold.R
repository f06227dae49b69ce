# From a CSV file to printed estimates, as a script that a user runs: Rscript cold.R FILE. The last line is for the bench.
suppressPackageStartupMessages(library(data.table))
d <- fread(commandArgs(trailingOnly = TRUE)[1])
fit <- glm(y ~ ., family = binomial(), data = d)
print(summary(fit))
cat("[", paste(sprintf("%.17g", coef(fit)), collapse = ","), "]\n", sep = "")
