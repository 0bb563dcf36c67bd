package io.mnemesh.gateway.guard;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the HTTP server on each of its connections: a connection that does not bring the header of a request in time is
 * closed, however busily it sends single bytes; and what the server refuses before there is a request, for which it knows only a
 * status, is answered with a problem. Nothing is read or changed on the way of well-formed requests. Used on the connection's
 * event loop only.
 */
public final class ConnectionGuard extends ChannelDuplexHandler {

    private static final AttributeKey<ConnectionGuard> KEY = AttributeKey.valueOf(ConnectionGuard.class, "guard");
    private static final byte[] HTTP = "HTTP/".getBytes(US_ASCII);
    private static final int STATUS_AT = "HTTP/1.1 ".length();
    private static final int STATUS_DIGITS = 3;
    private static final int FIRST_ERROR = 400;

    private final long headNanos;
    private @Nullable ScheduledFuture<?> timer;
    private int running;
    private boolean off;
    private boolean last;

    ConnectionGuard(long headNanos) {
        this.headNanos = headNanos;
    }

    /** The guard of a request's connection; null if the connection has none. */
    public static @Nullable ConnectionGuard of(HttpServerRequest request) {
        return request.connection() instanceof ConnectionBase connection
                ? connection.channel().attr(KEY).get()
                : null;
    }

    /** The header of a request is there. */
    public void began(HttpServerRequest request) {
        running++;
        stopTimer();
        if (request.version() == HttpVersion.HTTP_2) {
            // Its connections send frames of their own between requests.
            off = true;
        }
    }

    /** The connection ends with the request that is being handled: what was sent behind it is not looked at. */
    public void endsHere() {
        last = true;
    }

    /** Whether the connection takes no further request. */
    public boolean isEnding() {
        return last;
    }

    /** A request was answered, or its connection ended. */
    public void ended() {
        running--;
    }

    /** The connection is no more one of requests. */
    public void release() {
        off = true;
        stopTimer();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.channel().attr(KEY).set(this);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        startTimer(context);
        context.fireChannelActive();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (running == 0 && timer == null && !off) {
            startTimer(context);
        }
        context.fireChannelRead(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        stopTimer();
        context.fireChannelInactive();
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // it completes the promise that the writer has
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        int status = running == 0 && !off && message instanceof ByteBuf buffer ? refusal(buffer) : 0;
        if (status == 0) {
            context.write(message, promise);
        } else {
            ReferenceCountUtil.release(message);
            off = true;
            context.write(
                    Unpooled.wrappedBuffer(EarlyRefusal.of(status)),
                    promise.unvoid().addListener(ChannelFutureListener.CLOSE));
        }
    }

    /** Status of an answer that begins here if it is an error, in whatever version of HTTP/1; else 0. */
    private static int refusal(ByteBuf buffer) {
        int begin = buffer.readerIndex();
        if (buffer.readableBytes() < STATUS_AT + STATUS_DIGITS) {
            return 0;
        }
        for (int i = 0; i < HTTP.length; i++) {
            if (buffer.getByte(begin + i) != HTTP[i]) {
                return 0;
            }
        }
        int status = 0;
        for (int i = 0; i < STATUS_DIGITS; i++) {
            status = 10 * status + buffer.getByte(begin + STATUS_AT + i) - '0';
        }
        return status < FIRST_ERROR ? 0 : status;
    }

    private void startTimer(ChannelHandlerContext context) {
        timer = context.executor().schedule(() -> tooSlow(context), headNanos, TimeUnit.NANOSECONDS);
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void tooSlow(ChannelHandlerContext context) {
        if (running == 0 && !off) {
            off = true;
            context.writeAndFlush(Unpooled.wrappedBuffer(EarlyRefusal.of(EarlyRefusal.TOO_SLOW)))
                    .addListener(ChannelFutureListener.CLOSE);
        }
    }
}
