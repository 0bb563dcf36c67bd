package io.mnemesh.embeddings.job;

import io.mnemesh.embeddings.token.LongText;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A corpus and how far it has come.
 *
 * @param longText what happens to texts the model cannot read whole
 * @param done     texts that have their vector
 * @param failed   texts that will never have one
 */
public record Job(UUID id, String model, LongText longText, int total, int done, int failed, OffsetDateTime createdAt) {

    public boolean finished() {
        return done + failed >= total;
    }
}
