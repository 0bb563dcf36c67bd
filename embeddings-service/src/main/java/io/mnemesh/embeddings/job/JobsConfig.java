package io.mnemesh.embeddings.job;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Corpora that are embedded in the background. */
@ConfigMapping(prefix = "mnemesh.embeddings.jobs")
public interface JobsConfig {

    /** Most texts of one job. */
    @WithDefault("10000")
    int maxTexts();

    /** Texts that are computed and stored at once. */
    @WithDefault("64")
    int chunk();

    /** How often an idle instance looks for work. */
    @WithDefault("1s")
    Duration poll();

    /** How long an instance has for a chunk; then another one may take the job over. */
    @WithDefault("60s")
    Duration lease();

    /** How long a finished job and its vectors are kept. */
    @WithDefault("7d")
    Duration keep();

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default JobsConfig validated() {
        between("max-texts", maxTexts(), 1, 1_000_000);
        between("chunk", chunk(), 1, 1_024);
        between("poll", poll().toMillis(), 10, 3_600_000);
        between("lease", lease().toMillis(), 1_000, 3_600_000);
        between("keep", keep().toMillis(), 1_000, Long.MAX_VALUE);
        return this;
    }

    private static void between(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "mnemesh.embeddings.jobs." + key + " is " + value + ", but must be " + least + " to " + most + ".");
        }
    }
}
