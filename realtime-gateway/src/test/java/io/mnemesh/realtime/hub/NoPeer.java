package io.mnemesh.realtime.hub;

import java.time.Duration;

/** Who looks after a connection to which nothing happens. */
final class NoPeer implements Peer {
    @Override
    public void onFailure() {
        throw new AssertionError("Nothing fails here.");
    }

    @Override
    public void onTick() {
        // no time passes here
    }

    @Override
    public void onSlow() {
        throw new AssertionError("Nobody is slow here.");
    }

    @Override
    public void onDrain(Duration pause) {
        throw new AssertionError("Nobody leaves here.");
    }
}
