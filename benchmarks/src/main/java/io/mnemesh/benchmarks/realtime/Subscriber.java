package io.mnemesh.benchmarks.realtime;

import com.fasterxml.jackson.databind.JsonNode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A connection with one subscription. If its target recovers, it follows the offsets, and subscribes again where it was
 * before. Confined to its event loop.
 */
final class Subscriber extends ProtocolClient {

    /** One of so many subscribers measures latencies, and of its frames one of so many. */
    private static final int SAMPLED_SUBSCRIBERS = 20;

    private static final int SAMPLED_FRAMES = 4;

    /** After a refusal that is for the moment only. */
    private static final Duration RETRY = Duration.ofMillis(200);

    private final Position position;
    private final Tally tally;
    private final boolean sampled;
    private int frames;
    private int came;

    /** Where a subscription is in its channel; outlives the connection. Confined to one event loop at a time. */
    static final class Position {
        private volatile String epoch = "";
        private volatile long offset = -1;

        long offset() {
            return offset;
        }
    }

    /** @param number of the subscriber among all, from 0 */
    Subscriber(Target target, Position position, Tally tally, int number) {
        super(target);
        this.position = position;
        this.tally = tally;
        this.sampled = number % SAMPLED_SUBSCRIBERS == 0;
    }

    @Override
    void onConnected(ChannelHandlerContext context) {
        subscribe(context);
    }

    private void subscribe(ChannelHandlerContext context) {
        var request = new TreeMap<String, Object>(Map.of("channel", target().channel()));
        if (target().recovers()) {
            request.put("recoverable", true);
            request.put("positioned", true);
            if (position.offset >= 0) {
                request.put("recover", true);
                request.put("epoch", position.epoch);
                request.put("offset", position.offset);
            }
        }
        send(context, Map.of("id", 2, "subscribe", request));
    }

    @Override
    void onReply(ChannelHandlerContext context, JsonNode reply) {
        if (reply.path("error").path("temporary").asBoolean()) {
            tally.refused();
            var _ = context.executor().schedule(() -> subscribe(context), RETRY.toMillis(), TimeUnit.MILLISECONDS);
            return;
        }
        requireNoError(reply);
        JsonNode subscribed = reply.path("subscribe");
        if (target().recovers()) {
            if (position.offset >= 0 && !subscribed.path("recovered").asBoolean()) {
                tally.unrecovered();
                position.offset = -1;
            }
            position.epoch = subscribed.path("epoch").asText();
            JsonNode publications = subscribed.path("publications");
            for (JsonNode publication : publications) {
                follow(publication.path("offset").asLong());
            }
            tally.delivered(publications.size());
            if (publications.isEmpty()) {
                position.offset = subscribed.path("offset").asLong();
            }
        }
        ready().complete(null);
    }

    @Override
    void onPush(ByteBuf frame, int from, int to) {
        came++;
        if (target().recovers()) {
            follow(Lines.lastNumber(frame, from, to));
        }
        if (sampled && frames++ % SAMPLED_FRAMES == 0) {
            long sent = Lines.sentAt(frame, from, to);
            if (sent >= 0) {
                tally.latency(System.nanoTime() - 1000 * sent);
            }
        }
    }

    @Override
    void onFrameEnd() {
        tally.delivered(came);
        came = 0;
    }

    private void follow(long offset) {
        long before = position.offset;
        if (before >= 0 && offset > before + 1) {
            tally.missing(offset - before - 1);
        } else if (before >= 0 && offset <= before) {
            tally.repeated();
            return;
        }
        position.offset = offset;
    }
}
