package io.mnemesh.cache.core;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Work that is finished once it has begun, also when its caller gives up: half of it would leave tiers that disagree. */
final class Detached {

    private Detached() {}

    static <T> Uni<T> run(Supplier<Uni<T>> work) {
        return Uni.createFrom()
                .completionStage(() -> work.get().subscribeAsCompletionStage().copy())
                .onFailure(CompletionException.class)
                .transform(failure -> failure.getCause() == null ? failure : failure.getCause());
    }
}
