package io.mnemesh.realtime.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.mesh.problem.ProblemDocument;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.Problems;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Change;
import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import io.mnemesh.realtime.compression.FrameDeflater;
import io.mnemesh.realtime.hub.WireProtocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The project's own protocol, {@code mnemesh.v1}: one JSON object per frame, which is a WebSocket text frame or a server-sent
 * event. An event is spliced together from the channel, the offset and the payload as it lies in the history, so that
 * nothing is parsed on its way out.
 */
@Singleton
public final class JsonProtocol implements WireProtocol {

    /** WebSocket subprotocol. */
    public static final String NAME = "mnemesh.v1";

    private final ObjectMapper json;
    private final JsonFraming framing;
    private final @Nullable FrameDeflater deflater;

    /** In WebSocket text frames. */
    @Inject
    JsonProtocol(ObjectMapper json) {
        this(json, JsonFraming.WEB_SOCKET, null);
    }

    private JsonProtocol(ObjectMapper json, JsonFraming framing, @Nullable FrameDeflater deflater) {
        this.json = json;
        this.framing = framing;
        this.deflater = deflater;
    }

    /** The same for connections that negotiated compression; one object for all of them. */
    public JsonProtocol deflated(FrameDeflater with) {
        return new JsonProtocol(json, framing, with);
    }

    /** The same in server-sent events of streams with one channel, where each event names its place. */
    public JsonProtocol inEvents() {
        return new JsonProtocol(json, new EventFraming(null), null);
    }

    /** The same in server-sent events of one stream with several channels, where each event names the stream's place. */
    public JsonProtocol inEvents(StreamPlace place) {
        return new JsonProtocol(json, new EventFraming(place), null);
    }

    @Override
    public void encode(ChannelId channel, List<ChannelItem> items, ByteBuf out) {
        if (deflater == null) {
            write(channel, items, out);
        } else {
            deflater.write(out, plain -> write(channel, items, plain));
        }
    }

    private void write(ChannelId channel, List<ChannelItem> items, ByteBuf out) {
        byte[] head = utf8("{\"type\":\"event\",\"channel\":" + quoted(channel.name()) + ",\"offset\":");
        for (ChannelItem item : items) {
            switch (item) {
                case Message message -> {
                    message(channel, head, message, out);
                    framing.end(out);
                }
                case Change change -> {
                    message(channel, head, change.message(), out);
                    framing.end(out);
                }
                case Gap gap -> {
                    byte[] bytes = gap(channel, gap);
                    framing.begin(channel, gap.position(), bytes.length, out);
                    out.writeBytes(bytes);
                    framing.end(out);
                }
            }
        }
    }

    @Override
    public void encode(ChannelId channel, Signal signal, ByteBuf out) {
        String about = ",\"channel\":" + quoted(channel.name()) + ",\"member\":" + written(signal.member());
        String frame =
                switch (signal.kind()) {
                    case JOIN -> "{\"type\":\"join\"" + about + "}";
                    case LEAVE -> "{\"type\":\"leave\"" + about + "}";
                    case TYPING -> "{\"type\":\"writing\"" + about + ",\"on\":true}";
                    case RESTING -> "{\"type\":\"writing\"" + about + ",\"on\":false}";
                };
        text(utf8(frame), out);
    }

    /** A frame for one client, as the transport carries it. */
    public ByteBuf encode(ServerFrame frame) {
        byte[] bytes = bytes(frame);
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(bytes.length + 10);
        text(bytes, out);
        return out;
    }

    /** The error frame of a problem. */
    public static ServerFrame.Refused error(@Nullable Long id, ProblemException problem) {
        var document = new LinkedHashMap<>(ProblemDocument.of(problem).toJson().getMap());
        if (problem.retryAfter() != null) {
            document.put(
                    "retryAfter",
                    Math.max(1, problem.retryAfter().plusMillis(999).toSeconds()));
        }
        Object named = document.remove(ClientFrames.FRAME_ID);
        return new ServerFrame.Refused(id == null && named instanceof Long read ? read : id, document);
    }

    /** The error frame of a failure that is nobody's fault but ours. */
    public static ServerFrame.Refused error(Throwable failure) {
        return new ServerFrame.Refused(null, Problems.document(failure).toJson().getMap());
    }

    private void message(ChannelId channel, byte[] head, Message message, ByteBuf out) {
        Member publisher = message.publisher();
        if (publisher == null) {
            event(channel, head, message, out);
        } else {
            publication(channel, message, publisher, out);
        }
    }

    private void publication(ChannelId channel, Message message, Member publisher, ByteBuf out) {
        byte[] start = utf8("{\"type\":\"publication\",\"channel\":" + quoted(channel.name()) + ",\"offset\":"
                + message.position().offset() + ",\"publisher\":" + written(publisher) + ",\"data\":");
        framing.begin(channel, message.position(), start.length + message.payload().length + 1, out);
        out.writeBytes(start).writeBytes(message.payload()).writeByte('}');
    }

    private String written(Member member) {
        return "{\"user\":" + quoted(member.user()) + ",\"client\":" + quoted(member.client()) + "}";
    }

    private void event(ChannelId channel, byte[] head, Message message, ByteBuf out) {
        byte[] offset = Long.toString(message.position().offset()).getBytes(StandardCharsets.US_ASCII);
        byte[] payload = message.payload();
        framing.begin(channel, message.position(), head.length + offset.length + payload.length, out);
        // The payload is an object with members: its brace gives way to the comma.
        out.writeBytes(head).writeBytes(offset).writeByte(',').writeBytes(payload, 1, payload.length - 1);
    }

    private byte[] gap(ChannelId channel, Gap gap) {
        var members = new LinkedHashMap<String, Object>();
        members.put("type", "gap");
        members.put("channel", channel.name());
        members.put("reason", gap.reason().wire());
        members.put("from", position(gap.from()));
        members.put("to", position(gap.position()));
        return bytes(members);
    }

    private static Map<String, Object> position(Position position) {
        var members = new LinkedHashMap<String, Object>();
        members.put("offset", position.offset());
        members.put("epoch", position.epoch());
        return members;
    }

    private void text(byte[] payload, ByteBuf out) {
        if (deflater == null) {
            write(payload, out);
        } else {
            deflater.write(out, plain -> write(payload, plain));
        }
    }

    private void write(byte[] payload, ByteBuf out) {
        framing.begin(payload.length, out);
        out.writeBytes(payload);
        framing.end(out);
    }

    /** A frame as JSON in UTF-8. */
    public byte[] bytes(ServerFrame frame) {
        return bytes((Object) frame);
    }

    private byte[] bytes(Object value) {
        try {
            return json.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A frame cannot be written.", e);
        }
    }

    private String quoted(String text) {
        return new String(bytes(text), StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
