package io.mnemesh.intelligence.forecast.model;

/**
 * Ridge regression by the normal equations and Cholesky's factorisation. Rows are added one at a time, so memory is the square of
 * the number of variables and not the number of rows.
 */
final class LeastSquares {

    private final double[][] products;
    private final double[] targets;
    private double rows;

    LeastSquares(int variables) {
        products = new double[variables][variables];
        targets = new double[variables];
    }

    void add(double[] row, double target, double weight) {
        for (int i = 0; i < row.length; i++) {
            double value = weight * row[i];
            targets[i] += value * target;
            double[] into = products[i];
            for (int j = 0; j <= i; j++) {
                into[j] += value * row[j];
            }
        }
        rows += weight;
    }

    /**
     * @param penalty of the squared coefficients, as a share of the mean square of the variables
     */
    double[] solve(double penalty) {
        int n = targets.length;
        double trace = 0;
        for (int i = 0; i < n; i++) {
            trace += products[i][i];
        }
        double ridge = penalty * trace / n + 1e-10 * trace + 1e-300;
        double[][] lower = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = products[i][j] + (i == j ? ridge : 0);
                for (int k = 0; k < j; k++) {
                    sum -= lower[i][k] * lower[j][k];
                }
                lower[i][j] = i == j ? Math.sqrt(Math.max(sum, 1e-300)) : sum / lower[j][j];
            }
        }
        double[] solved = new double[n];
        for (int i = 0; i < n; i++) {
            double sum = targets[i];
            for (int k = 0; k < i; k++) {
                sum -= lower[i][k] * solved[k];
            }
            solved[i] = sum / lower[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            double sum = solved[i];
            for (int k = i + 1; k < n; k++) {
                sum -= lower[k][i] * solved[k];
            }
            solved[i] = sum / lower[i][i];
        }
        return solved;
    }

    double rows() {
        return rows;
    }
}
