package io.mnemesh.cache.declarative;

import io.mnemesh.cache.Cached;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.inject.Inject;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Answers calls of {@link Cached} methods from their cache. It is outside of what begins transactions, so that a load has
 * one of its own and a hit has none.
 */
@Cached(cache = "")
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 50)
final class CachedInterceptor {

    /** What tiers may take beside the load. */
    private static final Duration SLACK = Duration.ofSeconds(30);

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
        DeclaredCaches.Place place;
        try {
            place = caches.place(declaration, call.getParameters());
        } catch (RuntimeException e) {
            return Uni.createFrom().failure(e);
        }
        var answer = declaration.answer();
        return place.get(() -> Calls.eventually(call).map(answer::held)).map(answer::answered);
    }

    private @Nullable Object now(Declaration declaration, InvocationContext call) throws Exception {
        DeclaredCaches.requireThreadThatMayWait(declaration);
        var place = caches.place(declaration, call.getParameters());
        var answer = declaration.answer();
        var caller = new WaitingCaller();
        var longest = place.cache().spec().loadTimeout().multipliedBy(2).plus(SLACK);
        return answer.answered(caller.await(place.get(() -> caller.load(() -> answer.held(call.proceed()))), longest));
    }
}
