package io.mnemesh.realtime.session;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.hub.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A subscription that is held back until its answer is made.
 *
 * @param live its live items begin behind this
 * @param plan what is to come before them; null if there is nothing of that
 */
record Beginning(
        Subscription subscription, Position live, @Nullable RecoveryPlan plan) {

    ChannelId channel() {
        return subscription.channel();
    }

    /** True if what came before is given, and nothing of what the client missed is lost. */
    boolean recovered() {
        return plan != null && plan.recovered();
    }

    /** Lets everything flow: a gap and what the client missed, then what is live. */
    void flow(Sessions shared) {
        switch (plan) {
            case null -> subscription.goLive();
            case RecoveryPlan.Wait wait -> subscription.goLive();
            case RecoveryPlan.UpToDate upToDate -> subscription.goLiveBehind(upToDate.seen());
            case RecoveryPlan.Replay replay -> new CatchUp(subscription, live, shared).start(replay);
        }
    }
}
