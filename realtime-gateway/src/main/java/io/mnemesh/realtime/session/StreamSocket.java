package io.mnemesh.realtime.session;

import io.mnemesh.realtime.centrifuge.CentrifugeEncoding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/**
 * A streamed answer as a socket: a last push says why it ends. Its connection ends with it, since what waits for a client
 * that does not read can only be dropped together with the connection.
 */
record StreamSocket(String id, HttpServerRequest request, CentrifugeEncoding encoding) implements Socket {

    @Override
    public void close(int code, String reason) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        ByteBuf last = encoding.disconnect(code, reason);
        Buffer bytes = Buffer.buffer(ByteBufUtil.getBytes(last));
        last.release();
        var _ = response.end(bytes).onComplete(done -> request.connection().close());
    }
}
