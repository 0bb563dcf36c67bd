package io.mnemesh.gateway.relay;

import io.mnemesh.gateway.relay.balance.Priority;
import io.mnemesh.gateway.relay.balance.Upstream;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One request's bounded wait for room in a service. Both outcomes are told on the event loop it began on, and only one. */
final class RelayWait {

    private final Vertx vertx;
    private final Duration longest;
    private final Runnable entered;
    private final Runnable refused;
    private long timer = -1;

    RelayWait(Vertx vertx, Duration longest, Runnable entered, Runnable refused) {
        this.vertx = vertx;
        this.longest = longest;
        this.entered = entered;
        this.refused = refused;
    }

    void begin(Upstream upstream, Priority priority) {
        if (longest.toMillis() < 1) {
            refused.run();
            return;
        }
        Context context = vertx.getOrCreateContext();
        Upstream.@Nullable Waiting waiting =
                upstream.await(priority, () -> tell(context, entered), () -> tell(context, refused));
        if (waiting == null) {
            refused.run();
            return;
        }
        timer = vertx.setTimer(longest.toMillis(), late -> {
            if (waiting.leave()) {
                refused.run();
            }
        });
    }

    private void tell(Context context, Runnable outcome) {
        context.runOnContext(now -> {
            vertx.cancelTimer(timer);
            outcome.run();
        });
    }
}
