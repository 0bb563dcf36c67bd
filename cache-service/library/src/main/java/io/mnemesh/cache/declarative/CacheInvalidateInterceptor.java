package io.mnemesh.cache.declarative;

import io.mnemesh.cache.CacheInvalidate;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Removes values after {@link CacheInvalidate} methods have ended. It is outside of what ends transactions, so that the
 * change is there for the next load.
 */
@CacheInvalidate(cache = "")
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 50)
final class CacheInvalidateInterceptor {

    private final DeclaredCaches caches;

    @Inject
    CacheInvalidateInterceptor(DeclaredCaches caches) {
        this.caches = caches;
    }

    @AroundInvoke
    @Nullable
    Object invalidate(InvocationContext call) throws Exception {
        var declaration = caches.declaration(call.getMethod());
        return declaration.answer().eventual() ? eventually(declaration, call) : now(declaration, call);
    }

    private Uni<@Nullable Object> eventually(Declaration declaration, InvocationContext call) {
        Supplier<Uni<Void>> invalidation;
        try {
            invalidation = caches.invalidation(declaration, call.getParameters());
        } catch (RuntimeException e) {
            return Uni.createFrom().failure(e);
        }
        return Calls.eventually(call).onTermination().call(invalidation::get);
    }

    private @Nullable Object now(Declaration declaration, InvocationContext call) throws Exception {
        DeclaredCaches.requireThreadThatMayWait(declaration);
        var invalidation = caches.invalidation(declaration, call.getParameters());
        try {
            return call.proceed();
        } finally {
            new WaitingCaller().await(invalidation.get(), caches.longestWait(declaration));
        }
    }
}
