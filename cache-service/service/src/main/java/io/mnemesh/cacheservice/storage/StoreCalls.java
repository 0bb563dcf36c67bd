package io.mnemesh.cacheservice.storage;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Map;

/** Calls of the service's own tables, for which somebody waits. */
public final class StoreCalls {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private StoreCalls() {}

    /** Fails with {@code unavailable} if the work fails or has not ended after five seconds. */
    public static <T> Uni<T> inTime(Uni<T> work) {
        return work.ifNoItem()
                .after(TIMEOUT)
                .fail()
                .onFailure()
                .transform(failure -> new ProblemException(
                        ProblemType.UNAVAILABLE,
                        "The store of this cache cannot be asked now.",
                        Map.of(),
                        null,
                        failure));
    }
}
