package io.mnemesh.cache.declarative;

import io.smallrye.mutiny.Uni;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/** Goes on with calls of methods that answer with a {@code Uni}. */
final class Calls {

    private Calls() {}

    /** What the method answers with; what it throws is a failure of it. */
    @SuppressWarnings("unchecked") // only called for methods that answer with a Uni
    static Uni<@Nullable Object> eventually(InvocationContext call) {
        try {
            return (Uni<Object>) call.proceed();
        } catch (Exception e) {
            return Uni.createFrom().failure(e);
        }
    }
}
