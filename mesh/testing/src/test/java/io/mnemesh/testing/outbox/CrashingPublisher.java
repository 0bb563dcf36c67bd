package io.mnemesh.testing.outbox;

import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.stream.EventPublisher;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The real publisher, which as often as asked fails after it has published: what a crash before the mark looks like. */
@Decorator
@Priority(1)
class CrashingPublisher implements EventPublisher {

    static final AtomicInteger CRASHES = new AtomicInteger();

    private final EventPublisher real;

    @Inject
    CrashingPublisher(@Delegate @Any EventPublisher real) {
        this.real = real;
    }

    @Override
    public Uni<List<String>> publish(List<? extends MeshEvent<?>> events) {
        return real.publish(events).onItem().transformToUni(ids -> {
            boolean crash = !events.isEmpty() && CRASHES.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            return crash
                    ? Uni.createFrom().failure(new IllegalStateException("Crash before the mark"))
                    : Uni.createFrom().item(ids);
        });
    }
}
