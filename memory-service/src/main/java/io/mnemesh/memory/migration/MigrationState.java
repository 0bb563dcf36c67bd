package io.mnemesh.memory.migration;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;

/** Where a migration is in its life. */
public enum MigrationState {
    /** Memories are being embedded by the other model; the one before serves. */
    EMBEDDING,
    /** Every memory has its other vector; the one before serves. */
    READY,
    /** The other model serves; the one before is kept for a rollback. */
    SERVING,
    /** The one before serves again; the other is kept. */
    ROLLED_BACK,
    /** The other model serves and the one before was dropped. */
    FINISHED,
    /** The one before serves and the other was dropped. */
    CANCELLED;

    /** Name in JSON and rows, lower case. */
    @JsonValue
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state of a row. */
    public static MigrationState of(String key) {
        return Arrays.stream(values())
                .filter(state -> state.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no state " + key + "."));
    }

    /** True until it has ended. */
    public boolean open() {
        return switch (this) {
            case EMBEDDING, READY, SERVING, ROLLED_BACK -> true;
            case FINISHED, CANCELLED -> false;
        };
    }
}
