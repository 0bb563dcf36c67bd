package io.mnemesh.memory.clusters.grouping;

/** Arithmetic of vectors of one length. */
final class Vectors {

    private Vectors() {}

    static float[] unit(float[] vector) {
        double length = Math.sqrt(dot(vector, vector));
        var unit = new float[vector.length];
        for (int i = 0; i < vector.length && length > 0; i++) {
            unit[i] = (float) (vector[i] / length);
        }
        return unit;
    }

    static double dot(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    static double dot(double[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }

    static void add(double[] sum, float[] vector, double times) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += times * vector[i];
        }
    }

    static void add(double[] sum, double[] other, double times) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += times * other[i];
        }
    }
}
