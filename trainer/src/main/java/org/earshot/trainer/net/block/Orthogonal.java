package org.earshot.trainer.net.block;

import java.util.SplittableRandom;

/** Random matrices with orthonormal rows or columns, by Gram-Schmidt on normally distributed numbers. */
final class Orthogonal {
    private Orthogonal() {}

    /** @return [rows][columns] row-major; the shorter side is orthonormal */
    static float[] draw(int rows, int columns, SplittableRandom random) {
        boolean wide = columns >= rows;
        int count = Math.min(rows, columns);
        int length = Math.max(rows, columns);
        double[][] vectors = new double[count][length];
        for (int i = 0; i < count; i++) {
            for (int n = 0; n < length; n++) {
                vectors[i][n] = normal(random);
            }
            for (int j = 0; j < i; j++) {
                subtract(vectors[i], vectors[j], dot(vectors[i], vectors[j]));
            }
            double norm = Math.sqrt(dot(vectors[i], vectors[i]));
            for (int n = 0; n < length; n++) {
                vectors[i][n] /= norm;
            }
        }
        float[] matrix = new float[rows * columns];
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                matrix[r * columns + c] = (float) (wide ? vectors[r][c] : vectors[c][r]);
            }
        }
        return matrix;
    }

    /** Sum of twelve uniform numbers, close enough to normally distributed for a random direction. */
    private static double normal(SplittableRandom random) {
        double sum = -6;
        for (int i = 0; i < 12; i++) {
            sum += random.nextDouble();
        }
        return sum;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    private static void subtract(double[] from, double[] what, double share) {
        for (int i = 0; i < from.length; i++) {
            from[i] -= share * what[i];
        }
    }
}
