package io.mnemesh.memory.background;

import io.mnemesh.mesh.telemetry.MeshLog;
import io.smallrye.mutiny.Uni;
import java.util.function.UnaryOperator;

/** Work that may fail because it is done again at the next occasion. */
public final class BestEffort {

    private BestEffort() {}

    /**
     * To be plugged into such work: it never fails, and is null if it would have.
     *
     * @param message what a failure means, noted at level debug
     */
    public static <T> UnaryOperator<Uni<T>> of(MeshLog log, String message) {
        return work -> work.onFailure()
                .invoke(failure -> log.debug(message).cause(failure).log())
                .onFailure()
                .recoverWithNull();
    }
}
