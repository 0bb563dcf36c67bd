package io.mnemesh.realtime.hub;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A part of something large that is for one connection alone. It is made when the socket has taken the pieces before it, so
 * that a slow peer's queue holds one of them, however much it has asked for. Called on the connection's event loop.
 */
public interface Piece {

    /** @return the bytes, which the connection releases; null if nobody wants them any more */
    @Nullable
    ByteBuf make();

    /** How many messages {@link #make} has put into the bytes. */
    int messages();

    /** The socket has taken it, or never will; the next piece of the same may be offered. */
    void taken();
}
