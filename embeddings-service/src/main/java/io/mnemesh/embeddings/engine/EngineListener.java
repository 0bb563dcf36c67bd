package io.mnemesh.embeddings.engine;

import io.mnemesh.mesh.work.Lane;
import java.time.Duration;

/** Is told what the engine does, for metrics. Called on the engine's threads; must be quick and not throw. */
public interface EngineListener {

    /**
     * A batch was computed.
     *
     * @param tokens real tokens
     * @param padded rows × width
     */
    void computed(Lane lane, int rows, int tokens, int padded, Duration took);

    /** A text waited this long in its lane before its batch was begun. */
    void waited(Lane lane, Duration time);

    /** Texts left the queue without being computed. */
    void dropped(Lane lane, Drop reason, int texts);

    /** Why a text was not computed. */
    enum Drop {
        /** The lane was full. */
        FULL,
        /** Its deadline passed while it waited. */
        EXPIRED,
        /** Nobody waits for it any more. */
        CANCELLED,
        /** The runtime refused it. */
        FAILED
    }
}
