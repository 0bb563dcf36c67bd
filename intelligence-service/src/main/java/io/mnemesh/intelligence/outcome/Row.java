package io.mnemesh.intelligence.outcome;

/**
 * A decision as models see it, a place for each column of an {@link Encoder}.
 *
 * @param bins   number of the bin, 0 to {@value Column#MOST_BINS} - 1
 * @param scaled of numbers how many standard deviations they are above the mean; 0 elsewhere
 */
record Row(byte[] bins, float[] scaled) {}
