package io.mnemesh.realtime.session;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A streamed answer as a socket, whose last word may say why it ends. Its connection ends with it, since what waits for a
 * client that does not read can only be dropped together with the connection.
 */
record StreamSocket(String id, HttpServerRequest request, LastWord lastWord) implements Socket {

    /** What is written last. */
    @FunctionalInterface
    interface LastWord {

        /** @return bytes that are to be released */
        ByteBuf of(int code, String reason);
    }

    @Override
    public void close(int code, String reason) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        ByteBuf last = lastWord.of(code, reason);
        Buffer bytes = Buffer.buffer(ByteBufUtil.getBytes(last));
        last.release();
        var _ = response.end(bytes).onComplete(done -> request.connection().close());
    }
}
