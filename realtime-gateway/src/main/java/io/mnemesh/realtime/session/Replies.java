package io.mnemesh.realtime.session;

import io.mnemesh.realtime.centrifuge.CentrifugeEncoding;
import io.mnemesh.realtime.centrifuge.ErrorCode;
import io.mnemesh.realtime.centrifuge.Reply;
import io.mnemesh.realtime.hub.Connection;
import java.util.ArrayList;
import java.util.List;

/**
 * The answers of a session in the Centrifuge protocol. Those to the commands of one frame go out in one frame, but for
 * those that need the channel or its history, which come when they are there. Confined to the connection's event loop.
 */
final class Replies {

    private final CentrifugeEncoding encoding;
    private final Connection connection;
    private final SessionMeters meters;
    private final List<Reply> waiting = new ArrayList<>(2);
    private boolean inFrame;

    Replies(CentrifugeEncoding encoding, Connection connection, SessionMeters meters) {
        this.encoding = encoding;
        this.connection = connection;
        this.meters = meters;
    }

    /** A frame came: its answers are collected until {@link #end}. */
    void begin() {
        inFrame = true;
    }

    void end() {
        inFrame = false;
        flush();
    }

    void fail(long id, ErrorCode error) {
        reply(new Reply.Failed(id, error));
    }

    void reply(Reply reply) {
        if (!connection.accepts()) {
            return;
        }
        if (reply instanceof Reply.Failed failed) {
            meters.refused(failed.error().problem());
        }
        waiting.add(reply);
        if (!inFrame) {
            flush();
        }
    }

    /** As {@link #reply}, and at once, since something may follow it. */
    void now(Reply reply) {
        reply(reply);
        flush();
    }

    void flush() {
        if (!waiting.isEmpty()) {
            connection.send(encoding.encode(waiting));
            waiting.clear();
        }
    }
}
