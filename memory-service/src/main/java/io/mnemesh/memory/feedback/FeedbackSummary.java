package io.mnemesh.memory.feedback;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What users think of a memory.
 *
 * @param memoryId the memory
 * @param votes    one voice per user
 * @param use      voices for how much it is read and found of late, 0 to 2
 * @param weight   what its score by words and meaning is multiplied by in searches, 0.3 to 1.5
 */
@Schema(name = "FeedbackSummary", description = "What users think of a memory")
public record FeedbackSummary(UUID memoryId, Votes votes, double use, double weight) {

    static FeedbackSummary of(UUID memoryId, Votes votes, double use) {
        return new FeedbackSummary(memoryId, votes, use, votes.weight(use));
    }
}
