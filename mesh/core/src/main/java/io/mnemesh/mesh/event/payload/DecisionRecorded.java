package io.mnemesh.mesh.event.payload;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A decision was recorded.
 *
 * @param decisionId id of the decision
 * @param question what was decided
 * @param options what could have been chosen
 * @param chosen what was chosen
 * @param decidedAt when
 */
public record DecisionRecorded(
        UUID decisionId, String question, List<String> options, String chosen, Instant decidedAt) {}
