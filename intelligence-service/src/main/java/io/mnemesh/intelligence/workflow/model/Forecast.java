package io.mnemesh.intelligence.workflow.model;

/**
 * What may come next in a case.
 *
 * @param activities numbers of the candidates, ascending; the end is number 0
 * @param goesOn     corrected probability of each if the case goes on; 0 for the end
 * @param end        corrected probability that the case ends
 * @param unseen     probability that something comes that never came after the last activity (Good and Turing)
 */
record Forecast(int[] activities, double[] goesOn, double end, double unseen, Evidence evidence) {

    /**
     * What was counted.
     *
     * @param reach    last steps that agree with what was counted
     * @param seen     how often they were seen with something after them
     * @param followed how often each candidate came after them
     */
    record Evidence(int reach, long seen, int[] followed) {

        /** How often a context must have been seen to be the one that is told. */
        static final int ENOUGH = 10;
    }
}
