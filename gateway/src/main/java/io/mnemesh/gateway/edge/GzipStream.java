package io.mnemesh.gateway.edge;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.WriteStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Writes to a response what is written to it, as gzip (RFC 1952). Each chunk is flushed, so that none waits for the next.
 * {@link #close} gives back what the platform holds for it, on whatever end. Used on the response's event loop only.
 */
final class GzipStream implements WriteStream<Buffer>, AutoCloseable {

    private static final byte[] HEAD = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int ROOM = 8 * 1024;
    private static final long INTEGER = 0xffff_ffffL;

    private final HttpServerResponse response;
    private final Deflater deflater;
    private final CRC32 checksum = new CRC32();
    private final byte[] room = new byte[ROOM];
    private long length;
    private boolean begun;
    private boolean closed;

    GzipStream(HttpServerResponse response, int level) {
        this.response = response;
        this.deflater = new Deflater(level, true);
    }

    @Override
    public Future<Void> write(Buffer chunk) {
        return closed ? Future.failedFuture("The answer has ended") : response.write(packed(chunk));
    }

    @Override
    @Deprecated
    public void write(Buffer chunk, @Nullable Handler<AsyncResult<Void>> handler) {
        Future<Void> written = write(chunk);
        if (handler != null) {
            written.onComplete(handler);
        }
    }

    @Override
    @Deprecated
    public void end(@Nullable Handler<AsyncResult<Void>> handler) {
        Future<Void> ended = end();
        if (handler != null) {
            ended.onComplete(handler);
        }
    }

    @Override
    public Future<Void> end() {
        if (closed) {
            return Future.failedFuture("The answer has ended");
        }
        Buffer rest = begun();
        deflater.finish();
        while (!deflater.finished()) {
            rest.appendBytes(room, 0, deflater.deflate(room));
        }
        rest.appendUnsignedIntLE(checksum.getValue()).appendUnsignedIntLE(length & INTEGER);
        close();
        return response.end(rest);
    }

    private Buffer packed(Buffer chunk) {
        byte[] bytes = chunk.getBytes();
        length += bytes.length;
        checksum.update(bytes);
        Buffer packed = begun();
        deflater.setInput(bytes);
        int got;
        do {
            got = deflater.deflate(room, 0, ROOM, Deflater.SYNC_FLUSH);
            packed.appendBytes(room, 0, got);
        } while (got == ROOM);
        return packed;
    }

    private Buffer begun() {
        Buffer buffer = Buffer.buffer();
        if (!begun) {
            begun = true;
            buffer.appendBytes(HEAD);
        }
        return buffer;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            deflater.end();
        }
    }

    @Override
    public WriteStream<Buffer> exceptionHandler(@Nullable Handler<Throwable> handler) {
        response.exceptionHandler(handler);
        return this;
    }

    @Override
    public WriteStream<Buffer> setWriteQueueMaxSize(int maxSize) {
        response.setWriteQueueMaxSize(maxSize);
        return this;
    }

    @Override
    public boolean writeQueueFull() {
        return response.writeQueueFull();
    }

    @Override
    public WriteStream<Buffer> drainHandler(@Nullable Handler<Void> handler) {
        response.drainHandler(handler);
        return this;
    }
}
