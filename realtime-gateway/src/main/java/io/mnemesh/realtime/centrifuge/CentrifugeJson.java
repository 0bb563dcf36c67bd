package io.mnemesh.realtime.centrifuge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.protocol.WebSocketFrames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The protocol in JSON: objects separated by line feeds in WebSocket text frames. A publication is spliced together from
 * the channel, the offset and the payload as it lies in the history, so that nothing is parsed on its way out.
 */
@Singleton
public final class CentrifugeJson implements CentrifugeEncoding {

    /** A frame of pushes takes no further one beyond this, since some clients take no large frames. */
    private static final int FRAME_BYTES = 64 * 1024;

    private static final byte LINE_FEED = '\n';
    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] NONE = {};
    private static final byte[] PING = {(byte) 0x81, 2, '{', '}'};

    @Override
    public List<Command> decode(String frame) {
        return JsonCommands.parse(frame);
    }

    @Override
    public void encode(ChannelId channel, List<ChannelItem> items, ByteBuf out) {
        var frame = new ArrayList<Push>(items.size());
        int length = 0;
        for (Push push : pushes(channel, items)) {
            if (!frame.isEmpty() && length + 1 + push.length() > FRAME_BYTES) {
                write(frame, length, out);
                frame.clear();
                length = 0;
            }
            length += push.length() + (frame.isEmpty() ? 0 : 1);
            frame.add(push);
        }
        if (!frame.isEmpty()) {
            write(frame, length, out);
        }
    }

    @Override
    public ByteBuf encode(List<Reply> replies) {
        var bytes = new ByteArrayOutputStream(256);
        for (Reply reply : replies) {
            if (bytes.size() > 0) {
                bytes.write(LINE_FEED);
            }
            try (JsonGenerator json = JSON.createGenerator(bytes)) {
                write(reply, json);
            } catch (IOException e) {
                throw new UncheckedIOException("A reply cannot be written.", e);
            }
        }
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(bytes.size() + 10);
        WebSocketFrames.textHeader(out, bytes.size());
        return out.writeBytes(bytes.toByteArray());
    }

    @Override
    public ByteBuf ping() {
        return Unpooled.wrappedBuffer(PING);
    }

    private static List<Push> pushes(ChannelId channel, List<ChannelItem> items) {
        String name = "{\"push\":{\"channel\":\""
                + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(channel.name())) + "\",";
        byte[] head = utf8(name + "\"pub\":{\"data\":");
        var pushes = new ArrayList<Push>(items.size());
        for (ChannelItem item : items) {
            switch (item) {
                case Message message ->
                    pushes.add(new Push(
                            head,
                            message.payload(),
                            utf8(",\"offset\":" + message.position().offset() + "}}}")));
                case Gap gap -> {
                    pushes.add(new Push(
                            utf8(name + "\"unsubscribe\":{\"code\":2500,\"reason\":\"insufficient state\"}}}"),
                            NONE,
                            NONE));
                    return pushes;
                }
            }
        }
        return pushes;
    }

    private static void write(List<Push> frame, int length, ByteBuf out) {
        WebSocketFrames.textHeader(out, length);
        for (int i = 0; i < frame.size(); i++) {
            if (i > 0) {
                out.writeByte(LINE_FEED);
            }
            Push push = frame.get(i);
            out.writeBytes(push.head()).writeBytes(push.payload()).writeBytes(push.tail());
        }
    }

    private static void write(Reply reply, JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("id", reply.id());
        switch (reply) {
            case Reply.Connected connected -> {
                json.writeObjectFieldStart("connect");
                json.writeStringField("client", connected.client());
                expiry(connected.ttlSeconds(), json);
                json.writeNumberField("ping", connected.pingSeconds());
                json.writeBooleanField("pong", true);
            }
            case Reply.Refreshed refreshed -> {
                json.writeObjectFieldStart("refresh");
                expiry(refreshed.ttlSeconds(), json);
            }
            case Reply.Subscribed subscribed -> {
                json.writeObjectFieldStart("subscribe");
                subscribed(subscribed, json);
            }
            case Reply.Unsubscribed unsubscribed -> json.writeObjectFieldStart("unsubscribe");
            case Reply.Pong pong -> json.writeObjectFieldStart("ping");
            case Reply.History history -> {
                json.writeObjectFieldStart("history");
                publications(history.publications(), json);
                json.writeStringField("epoch", history.newest().epoch());
                json.writeNumberField("offset", history.newest().offset());
            }
            case Reply.Failed failed -> {
                json.writeObjectFieldStart("error");
                json.writeNumberField("code", failed.error().code());
                json.writeStringField("message", failed.error().message());
                flag("temporary", failed.error().isTemporary(), json);
            }
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void subscribed(Reply.Subscribed subscribed, JsonGenerator json) throws IOException {
        json.writeBooleanField("recoverable", true);
        json.writeBooleanField("positioned", true);
        json.writeStringField("epoch", subscribed.position().epoch());
        json.writeNumberField("offset", subscribed.position().offset());
        flag("was_recovering", subscribed.wasRecovering(), json);
        flag("recovered", subscribed.recovered(), json);
        if (!subscribed.publications().isEmpty()) {
            publications(subscribed.publications(), json);
        }
    }

    private static void expiry(long ttlSeconds, JsonGenerator json) throws IOException {
        json.writeBooleanField("expires", true);
        json.writeNumberField("ttl", ttlSeconds);
    }

    private static void publications(List<Message> messages, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("publications");
        for (Message message : messages) {
            json.writeStartObject();
            json.writeFieldName("data");
            json.writeRawValue(new String(message.payload(), StandardCharsets.UTF_8));
            json.writeNumberField("offset", message.position().offset());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    /** What is false is left out, as everywhere in the protocol. */
    private static void flag(String name, boolean value, JsonGenerator json) throws IOException {
        if (value) {
            json.writeBooleanField(name, true);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** One push in three parts, so that a payload is copied once. Told apart by identity. */
    private static final class Push {

        private final byte[] head;
        private final byte[] payload;
        private final byte[] tail;

        Push(byte[] head, byte[] payload, byte[] tail) {
            this.head = head;
            this.payload = payload;
            this.tail = tail;
        }

        byte[] head() {
            return head;
        }

        byte[] payload() {
            return payload;
        }

        byte[] tail() {
            return tail;
        }

        int length() {
            return head.length + payload.length + tail.length;
        }
    }
}
