package io.mnemesh.memory.index;

import java.util.UUID;

/**
 * The place of a hit in the whole answer to a question, which is in bands: the first band holds the candidates of both
 * legs, each further band those that appear when each leg is asked for twice as many. Within a band the order is by score
 * and id. So a page goes on where the one before ended, without gaps or repetitions, however deep.
 *
 * @param band  0 for the first
 * @param score its score
 * @param id    the memory
 */
public record IndexPosition(int band, double score, UUID id) {

    /** True if a hit of the same band comes after this one. */
    public boolean before(double otherScore, UUID otherId) {
        return otherScore < score || (otherScore == score && otherId.compareTo(id) > 0);
    }
}
