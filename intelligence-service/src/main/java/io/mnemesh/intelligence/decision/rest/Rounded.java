package io.mnemesh.intelligence.decision.rest;

/** Numbers as they are shown: four digits after the point. */
final class Rounded {

    private Rounded() {}

    static double of(double value) {
        return Math.rint(value * 10_000) / 10_000;
    }
}
