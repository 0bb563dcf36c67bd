package io.mnemesh.intelligence.workflow.model;

/**
 * Bounds of a model.
 *
 * @param contexts  contexts in which it is counted what follows
 * @param openCases cases that are followed at a time
 * @param idle      time after which a case has ended, ms
 */
public record Limits(int contexts, int openCases, long idle) {

    /** Different activities. */
    static final int ACTIVITIES = 5_000;

    /** Different pairs of activities that follow each other. */
    static final int EDGES = 20_000;

    /** Different sequences of activities. */
    static final int VARIANTS = 5_000;
}
