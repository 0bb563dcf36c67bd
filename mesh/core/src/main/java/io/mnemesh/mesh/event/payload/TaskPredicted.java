package io.mnemesh.mesh.event.payload;

import java.util.List;

/**
 * The next tasks of a case were predicted.
 *
 * @param caseId case, session or workflow
 * @param candidates most likely first
 * @param model model version
 */
public record TaskPredicted(String caseId, List<Candidate> candidates, String model) {

    /**
     * @param task        name of the task
     * @param probability 0 to 1, calibrated
     */
    public record Candidate(String task, double probability) {}
}
