package io.mnemesh.realtime.centrifuge;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Change;
import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Signal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The protocol in JSON. A publication is spliced together from the channel, the offset and the payload as it lies in the
 * history, so that nothing is parsed on its way out.
 */
final class CentrifugeJson implements CentrifugeFormat {

    private static final JsonFactory JSON = new JsonFactory();
    private static final byte[] PING = {'{', '}'};

    private final boolean inTexts;

    /** @param inTexts whether data of pushes are texts with JSON in them, as those are that come with differences */
    CentrifugeJson(boolean inTexts) {
        this.inTexts = inTexts;
    }

    @Override
    public CentrifugeFormat forDeltas() {
        return inTexts ? this : new CentrifugeJson(true);
    }

    @Override
    public List<Command> decode(String text) {
        return JsonCommands.parse(text);
    }

    @Override
    public List<Command> decode(byte[] bytes) {
        throw new BadFrameException("Frames of this encoding are text, not binary.");
    }

    @Override
    public Written ping() {
        return Written.of(PING);
    }

    @Override
    public Written reply(Reply reply) {
        var bytes = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            write(reply, json);
        } catch (IOException e) {
            throw new UncheckedIOException("A reply cannot be written.", e);
        }
        return Written.of(bytes.toByteArray());
    }

    @Override
    public List<Written> pushes(ChannelId channel, List<ChannelItem> items) {
        String name = "{\"push\":{\"channel\":\"" + quoted(channel.name()) + "\",";
        byte[] head = utf8(name + "\"pub\":{\"data\":");
        var pushes = new ArrayList<Written>(items.size());
        for (ChannelItem item : items) {
            switch (item) {
                case Message message ->
                    pushes.add(new Written(
                            head, inTexts ? text(message.payload()) : message.payload(), utf8(tail(message, ""))));
                case Change change ->
                    pushes.add(
                            new Written(head, text(change.delta()), utf8(tail(change.message(), ",\"delta\":true"))));
                case Gap gap -> {
                    pushes.add(unsubscribe(channel, Unsubscription.INSUFFICIENT));
                    return pushes;
                }
            }
        }
        return pushes;
    }

    @Override
    public Written unsubscribe(ChannelId channel, Unsubscription why) {
        return Written.of(utf8("{\"push\":{\"channel\":\"" + quoted(channel.name()) + "\",\"unsubscribe\":{\"code\":"
                + why.code() + ",\"reason\":\"" + why.reason() + "\"}}}"));
    }

    @Override
    public Written push(ChannelId channel, Signal signal) {
        return Written.of(utf8("{\"push\":{\"channel\":\"" + quoted(channel.name()) + "\",\""
                + signal.kind().wire() + "\":{\"info\":" + info(signal.member()) + "}}}"));
    }

    @Override
    public Written disconnect(int code, String reason) {
        return Written.of(
                utf8("{\"push\":{\"disconnect\":{\"code\":" + code + ",\"reason\":\"" + quoted(reason) + "\"}}}"));
    }

    private static String tail(Message message, String more) {
        return publisher(message.publisher()) + ",\"offset\":"
                + message.position().offset() + more + "}}}";
    }

    /** As a JSON string. */
    private static byte[] text(byte[] utf8) {
        byte[] within = JsonStringEncoder.getInstance().quoteAsUTF8(new String(utf8, StandardCharsets.UTF_8));
        byte[] text = new byte[within.length + 2];
        System.arraycopy(within, 0, text, 1, within.length);
        text[0] = '"';
        text[text.length - 1] = '"';
        return text;
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
                Emulation emulation = connected.emulation();
                if (emulation != null) {
                    json.writeStringField("session", emulation.session());
                    json.writeStringField("node", emulation.node());
                }
            }
            case Reply.Refreshed refreshed -> {
                json.writeObjectFieldStart("refresh");
                expiry(refreshed.ttlSeconds(), json);
            }
            case Reply.SubRefreshed refreshed -> {
                json.writeObjectFieldStart("sub_refresh");
                expiry(refreshed.ttlSeconds(), json);
            }
            case Reply.Subscribed subscribed -> {
                json.writeObjectFieldStart("subscribe");
                subscribed(subscribed, json);
            }
            case Reply.Unsubscribed unsubscribed -> json.writeObjectFieldStart("unsubscribe");
            case Reply.Published published -> json.writeObjectFieldStart("publish");
            case Reply.Pong pong -> json.writeObjectFieldStart("ping");
            case Reply.History history -> {
                json.writeObjectFieldStart("history");
                publications(history.publications(), false, json);
                json.writeStringField("epoch", history.newest().epoch());
                json.writeNumberField("offset", history.newest().offset());
            }
            case Reply.Presence presence -> {
                json.writeObjectFieldStart("presence");
                json.writeObjectFieldStart("presence");
                for (Member member : presence.members()) {
                    json.writeFieldName(member.client());
                    json.writeRawValue(info(member));
                }
                json.writeEndObject();
            }
            case Reply.PresenceStats stats -> {
                json.writeObjectFieldStart("presence_stats");
                json.writeNumberField("num_clients", stats.clients());
                json.writeNumberField("num_users", stats.users());
            }
            case Reply.Answered answered -> {
                json.writeObjectFieldStart("rpc");
                json.writeFieldName("data");
                json.writeRawValue(new String(answered.data(), StandardCharsets.UTF_8));
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
        if (subscribed.recoverable()) {
            json.writeBooleanField("recoverable", true);
            json.writeBooleanField("positioned", true);
            json.writeStringField("epoch", subscribed.position().epoch());
            json.writeNumberField("offset", subscribed.position().offset());
        }
        if (subscribed.ttlSeconds() > 0) {
            expiry(subscribed.ttlSeconds(), json);
        }
        flag("delta", subscribed.delta(), json);
        flag("was_recovering", subscribed.wasRecovering(), json);
        flag("recovered", subscribed.recovered(), json);
        if (!subscribed.publications().isEmpty()) {
            publications(subscribed.publications(), subscribed.delta(), json);
        }
    }

    private static void expiry(long ttlSeconds, JsonGenerator json) throws IOException {
        json.writeBooleanField("expires", true);
        json.writeNumberField("ttl", ttlSeconds);
    }

    private static void publications(List<Message> messages, boolean inTexts, JsonGenerator json) throws IOException {
        json.writeArrayFieldStart("publications");
        for (Message message : messages) {
            json.writeStartObject();
            json.writeFieldName("data");
            var payload = new String(message.payload(), StandardCharsets.UTF_8);
            if (inTexts) {
                json.writeString(payload);
            } else {
                json.writeRawValue(payload);
            }
            Member publisher = message.publisher();
            if (publisher != null) {
                json.writeFieldName("info");
                json.writeRawValue(info(publisher));
            }
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

    private static String publisher(@Nullable Member publisher) {
        return publisher == null ? "" : ",\"info\":" + info(publisher);
    }

    private static String info(Member member) {
        return "{\"user\":\"" + quoted(member.user()) + "\",\"client\":\"" + quoted(member.client()) + "\"}";
    }

    /** As within the quotes of a JSON string. */
    private static String quoted(String text) {
        return String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
