package io.mnemesh.cache.declarative;

import io.mnemesh.cache.Cached;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls of {@link Cached} methods from their cache. It is outside of what begins transactions, so that a load has
 * one of its own and a hit has none.
 */
@Cached(cache = "")
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 50)
final class CachedInterceptor {

    private final DeclaredCaches caches;

    @Inject
    CachedInterceptor(DeclaredCaches caches) {
        this.caches = caches;
    }

    @AroundInvoke
    @Nullable
    Object answer(InvocationContext call) throws Exception {
        var declaration = caches.declaration(call.getMethod());
        return declaration.answer().eventual() ? eventually(declaration, call) : now(declaration, call);
    }

    private Uni<@Nullable Object> eventually(Declaration declaration, InvocationContext call) {
        var arguments = call.getParameters();
        DeclaredCaches.Place place;
        try {
            place = caches.place(declaration, arguments);
        } catch (RuntimeException e) {
            return Uni.createFrom().failure(e);
        }
        return place.get(() -> Calls.eventually(call).map(answered -> declaration.held(arguments, answered)))
                .map(declaration.answer()::answered);
    }

    private @Nullable Object now(Declaration declaration, InvocationContext call) throws Exception {
        DeclaredCaches.requireThreadThatMayWait(declaration);
        var arguments = call.getParameters();
        var place = caches.place(declaration, arguments);
        var caller = new WaitingCaller();
        var held = place.get(() -> caller.load(() -> declaration.held(arguments, call.proceed())));
        return declaration.answer().answered(caller.await(held, caches.longestWait(declaration)));
    }
}
