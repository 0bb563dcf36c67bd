package io.mnemesh.realtime.hub;

import java.time.Duration;

/** Who looks after a connection: its session. Called on the connection's event loop. */
public interface Peer {

    /** About once a second, for what depends on time. */
    void onTick();

    /** More bytes wait to be read by the client than the connection may hold. */
    void onSlow();

    /** Something that is for the client cannot be written; it should come back for it. */
    void onFailure();

    /** The node goes away; the client should come back, to another node, after the pause. */
    void onDrain(Duration pause);
}
