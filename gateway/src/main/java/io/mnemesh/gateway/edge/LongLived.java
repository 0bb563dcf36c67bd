package io.mnemesh.gateway.edge;

/** What stays open until one side ends it. */
public interface LongLived {

    /** Ends both sides; the client connects anew, to another gateway while this one stops. */
    void close();
}
