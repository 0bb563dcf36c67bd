package io.mnemesh.realtime.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.GapReason;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import io.mnemesh.realtime.filter.FilterNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CentrifugeJsonTest {

    private static final int LARGEST_FRAME = 64 * 1024;
    private static final ChannelId CHANNEL = new ChannelId(new TenantId("acme"), "events:memory_created");
    private static final String BATCH = """
            {"id":1,"connect":{"token":"t","name":"js"}}
            {"id":2,"subscribe":{"channel":"events:a","recover":true,"epoch":"e","offset":41,"flag":1}}
            {"id":3,"history":{"channel":"events:a","limit":5,"since":{"offset":7,"epoch":"e"},"reverse":true}}""";

    private static final FilterNode FILTER = new FilterNode(
            "not", "", "", "", List.of(), List.of(new FilterNode("", "k", "in", "", List.of("a", "b"), List.of())));

    private final CentrifugeEncoding json = new CentrifugeEncodings().json();

    // ---- commands

    @Test
    void shouldReadABatchOfCommands() {
        assertThat(json.decode(BATCH))
                .containsExactly(
                        new Command.Connect(1, "t"),
                        new Command.Subscribe(2, "events:a", "", true, "e", 41, false, false, null, "", true),
                        new Command.History(3, "events:a", 5, true, "e", 7, true));
    }

    @Test
    void shouldReadTheOtherCommands() {
        assertThat(json.decode("""
                {"id":1,"refresh":{"token":"t"}}
                {"id":2,"unsubscribe":{"channel":"a"}}
                {"id":3,"publish":{"channel":"a","data":{"b":1}}}
                {"id":4,"presence":{"channel":"a"}}
                {"id":5,"presence_stats":{"channel":"a"}}
                {"id":6,"ping":{}}
                {"id":7,"rpc":{"method":"m","data":[]}}
                {"id":8,"sub_refresh":{"channel":"a","token":"t"}}
                {"id":4294967295,"dance":{}}
                {"send":{"data":1}}
                {}
                {"id":9,"subscribe":{"channel":"a","delta":"fossil","tf":{"op":"not","nodes":[{"key":"k","cmp":"in","vals":["a","b"]}]}}}
                {"id":10,"subscribe":{"channel":"a","type":4,"flag":2}}
                {"id":11,"connect":null,"ping":{}}"""))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(
                        new Command.Refresh(1, "t"),
                        new Command.Unsubscribe(2, "a"),
                        new Command.Publish(3, "a", utf8("{\"b\":1}")),
                        new Command.Presence(4, "a"),
                        new Command.PresenceStats(5, "a"),
                        new Command.Ping(6),
                        new Command.Rpc(7, "m", utf8("[]")),
                        new Command.SubRefresh(8, "a", "t"),
                        new Command.Unknown(4_294_967_295L),
                        new Command.Send(0),
                        new Command.Pong(),
                        new Command.Subscribe(9, "a", "", false, "", 0, false, false, FILTER, "fossil", true),
                        new Command.Subscribe(10, "a", "", false, "", 0, true, false, null, "", false),
                        new Command.Ping(11));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " \n ",
                "null",
                "[]",
                "{",
                "{}{}",
                "{\"id\":0,\"ping\":{}}",
                "{\"id\":4294967296,\"ping\":{}}",
                "{\"id\":\"1\",\"ping\":{}}",
                "{\"id\":1.5,\"ping\":{}}",
                "{\"id\":1,\"connect\":\"t\"}",
                "{\"id\":1,\"connect\":{\"token\":7}}",
                "{\"id\":1,\"subscribe\":{\"channel\":\"\"}}",
                "{\"id\":1,\"subscribe\":{\"channel\":\"a\",\"recover\":1}}",
                "{\"id\":1,\"subscribe\":{\"channel\":\"a\",\"offset\":9223372036854775808}}",
                "{\"id\":1,\"history\":{\"channel\":\"a\",\"limit\":2147483648}}",
                "{\"id\":1,\"history\":{\"channel\":\"a\",\"since\":7}}",
                "{\"id\":1,\"ping\":{}}\uFFFD",
                "{\"id\":1,\"ping\":{}}\n{\"id\":2,"
            })
    void shouldCallAFrameBad(String frame) {
        assertThatThrownBy(() -> json.decode(frame)).isInstanceOf(BadFrameException.class);
    }

    @Property(tries = 2000)
    void shouldReadEveryTextOrCallItBad(@ForAll String text) {
        assertThat(outcome(text)).isIn("commands", "bad");
    }

    @Property(tries = 2000)
    void shouldSurviveDamagedFrames(@ForAll long seed) {
        var random = new Random(seed);
        var text = new StringBuilder(BATCH);
        for (int i = 0; i < 3; i++) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(3)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, (char) random.nextInt(128));
                default -> text.setCharAt(at, "{}[]\",:0e\n".charAt(random.nextInt(10)));
            }
        }

        assertThat(outcome(text.toString())).isIn("commands", "bad");
    }

    // ---- replies

    @Test
    void shouldWriteReplies() {
        var position = new Position("e", 7);
        var publication = new Message(new Position("e", 8), "id-8", utf8("{\"a\":\"ü\"}"));

        List<String> lines = lines(json.encode(List.of(
                new Reply.Connected(1, "c-1", 870, 25, null),
                new Reply.Refreshed(2, 60),
                new Reply.Subscribed(3, true, position, false, false, false, List.of(), 0),
                new Reply.Subscribed(4, true, position, true, true, false, List.of(publication), 0),
                new Reply.Unsubscribed(5),
                new Reply.Published(5),
                new Reply.Pong(6),
                new Reply.History(7, position, List.of()),
                new Reply.Failed(8, ErrorCode.TOO_MANY_REQUESTS),
                new Reply.Failed(9, ErrorCode.PERMISSION_DENIED),
                new Reply.Presence(10, List.of(new Member("ana", "c-1"), new Member("bob", "c-2"))),
                new Reply.PresenceStats(11, 3, 2),
                new Reply.Subscribed(12, true, position, false, false, false, List.of(), 40),
                new Reply.SubRefreshed(13, 50))));

        assertThat(lines)
                .containsExactly(
                        "{\"id\":1,\"connect\":{\"client\":\"c-1\",\"expires\":true,\"ttl\":870,\"ping\":25,\"pong\":true}}",
                        "{\"id\":2,\"refresh\":{\"expires\":true,\"ttl\":60}}",
                        "{\"id\":3,\"subscribe\":{\"recoverable\":true,\"positioned\":true,\"epoch\":\"e\",\"offset\":7}}",
                        "{\"id\":4,\"subscribe\":{\"recoverable\":true,\"positioned\":true,\"epoch\":\"e\",\"offset\":7,"
                                + "\"was_recovering\":true,\"recovered\":true,"
                                + "\"publications\":[{\"data\":{\"a\":\"ü\"},\"offset\":8}]}}",
                        "{\"id\":5,\"unsubscribe\":{}}",
                        "{\"id\":5,\"publish\":{}}",
                        "{\"id\":6,\"ping\":{}}",
                        "{\"id\":7,\"history\":{\"publications\":[],\"epoch\":\"e\",\"offset\":7}}",
                        "{\"id\":8,\"error\":{\"code\":111,\"message\":\"too many requests\",\"temporary\":true}}",
                        "{\"id\":9,\"error\":{\"code\":103,\"message\":\"permission denied\"}}",
                        "{\"id\":10,\"presence\":{\"presence\":{\"c-1\":{\"user\":\"ana\",\"client\":\"c-1\"},"
                                + "\"c-2\":{\"user\":\"bob\",\"client\":\"c-2\"}}}}",
                        "{\"id\":11,\"presence_stats\":{\"num_clients\":3,\"num_users\":2}}",
                        "{\"id\":12,\"subscribe\":{\"recoverable\":true,\"positioned\":true,\"epoch\":\"e\",\"offset\":7,"
                                + "\"expires\":true,\"ttl\":40}}",
                        "{\"id\":13,\"sub_refresh\":{\"expires\":true,\"ttl\":50}}");
    }

    @Test
    void shouldTellThatASubscriptionIsOver() {
        assertThat(frame(json.unsubscribe(CHANNEL, Unsubscription.EXPIRED)))
                .isEqualTo("{\"push\":{\"channel\":\"" + CHANNEL.name()
                        + "\",\"unsubscribe\":{\"code\":2501,\"reason\":\"subscription expired\"}}}");
    }

    @Test
    void shouldTellWhichClientPublishedWhat() {
        var message = new Message(new Position("e", 8), "k-8", utf8("[1]"), new Member("a\"na", "c-1"));
        ByteBuf pushed = Unpooled.buffer();

        json.encode(CHANNEL, List.of(message), pushed);
        List<String> replies = lines(json.encode(List.of(
                new Reply.History(1, message.position(), List.of(message)),
                new Reply.Subscribed(2, false, message.position(), true, false, false, List.of(), 0))));

        String publication = "{\"data\":[1],\"info\":{\"user\":\"a\\\"na\",\"client\":\"c-1\"},\"offset\":8}";
        assertThat(frame(pushed))
                .isEqualTo("{\"push\":{\"channel\":\"" + CHANNEL.name() + "\",\"pub\":" + publication + "}}");
        assertThat(replies)
                .containsExactly(
                        "{\"id\":1,\"history\":{\"publications\":[" + publication + "],\"epoch\":\"e\",\"offset\":8}}",
                        "{\"id\":2,\"subscribe\":{\"was_recovering\":true}}");
    }

    @Test
    void shouldTellWhoComesAndGoes() {
        ByteBuf join = Unpooled.buffer();
        ByteBuf leave = Unpooled.buffer();
        var ana = new Member("ana", "c-1");

        json.encode(CHANNEL, new Signal(Signal.Kind.JOIN, ana), join);
        json.encode(CHANNEL, new Signal(Signal.Kind.LEAVE, ana), leave);

        String info = "{\"info\":{\"user\":\"ana\",\"client\":\"c-1\"}}}}";
        assertThat(frame(join)).isEqualTo("{\"push\":{\"channel\":\"" + CHANNEL.name() + "\",\"join\":" + info);
        assertThat(frame(leave)).isEqualTo("{\"push\":{\"channel\":\"" + CHANNEL.name() + "\",\"leave\":" + info);
    }

    @Test
    void shouldPingWithTheEmptyObject() {
        assertThat(lines(json.ping())).containsExactly("{}");
    }

    // ---- pushes

    @Property(tries = 200)
    void shouldPushWhatCameInOrderAndInFramesOfBoundedSize(
            @ForAll @Size(min = 1, max = 40) List<@LongRange(min = 0, max = 200_000) Long> sizes,
            @ForAll String text,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE - 100) long before) {
        var items = new ArrayList<ChannelItem>();
        for (int i = 0; i < sizes.size(); i++) {
            // Few are large.
            int padding = (int) (sizes.get(i) % 7 == 0 ? sizes.get(i) : sizes.get(i) % 500);
            var payload = new JsonObject(Map.of("text", text, "padding", "x".repeat(padding)));
            items.add(new Message(new Position("e", before + 1 + i), "id-" + i, utf8(payload.encode())));
        }
        ByteBuf out = Unpooled.buffer();

        json.encode(CHANNEL, items, out);

        var pushes = new ArrayList<JsonObject>();
        while (out.isReadable()) {
            String frame = frame(out);
            List<String> lines = frame.lines().toList();
            assertThat(lines.size() == 1 || frame.getBytes(StandardCharsets.UTF_8).length <= LARGEST_FRAME)
                    .isTrue();
            lines.forEach(line -> pushes.add(new JsonObject(line).getJsonObject("push")));
        }
        assertThat(pushes).hasSameSizeAs(items);
        for (int i = 0; i < pushes.size(); i++) {
            Message message = (Message) items.get(i);
            JsonObject publication = pushes.get(i).getJsonObject("pub");
            assertThat(pushes.get(i).getString("channel")).isEqualTo(CHANNEL.name());
            assertThat(publication.getLong("offset"))
                    .isEqualTo(message.position().offset());
            assertThat(publication.getJsonObject("data"))
                    .isEqualTo(new JsonObject(new String(message.payload(), StandardCharsets.UTF_8)));
        }
    }

    @Test
    void shouldPutSmallPushesIntoOneFrame() {
        List<ChannelItem> items = IntStream.rangeClosed(1, 20)
                .<ChannelItem>mapToObj(i -> new Message(new Position("e", i), "id-" + i, utf8("{}")))
                .toList();
        ByteBuf out = Unpooled.buffer();

        json.encode(CHANNEL, items, out);

        assertThat(lines(out)).hasSize(20);
    }

    @Test
    void shouldEndWithTheUnsubscriptionAtAGap() {
        ByteBuf out = Unpooled.buffer();

        json.encode(
                CHANNEL,
                List.of(
                        new Message(new Position("e", 1), "id-1", utf8("{}")),
                        new Gap(GapReason.EPOCH_CHANGED, new Position("e", 1), new Position("f", 0)),
                        new Message(new Position("f", 1), "id-2", utf8("{}"))),
                out);

        assertThat(lines(out))
                .containsExactly(
                        "{\"push\":{\"channel\":\"events:memory_created\",\"pub\":{\"data\":{},\"offset\":1}}}",
                        "{\"push\":{\"channel\":\"events:memory_created\",\"unsubscribe\":"
                                + "{\"code\":2500,\"reason\":\"insufficient state\"}}}");
        assertThat(json.endsAtGap()).isTrue();
    }

    private String outcome(String text) {
        Throwable failure = catchThrowable(() -> json.decode(text));
        return failure == null ? "commands" : failure instanceof BadFrameException ? "bad" : failure.toString();
    }

    /** The lines of a buffer that holds one frame. */
    private static List<String> lines(ByteBuf bytes) {
        String frame = frame(bytes);
        assertThat(bytes.isReadable()).isFalse();
        return frame.lines().toList();
    }

    private static String frame(ByteBuf bytes) {
        assertThat(bytes.readUnsignedByte()).isEqualTo((short) 0x81);
        long length = bytes.readUnsignedByte();
        if (length == 126) {
            length = bytes.readUnsignedShort();
        } else if (length == 127) {
            length = bytes.readLong();
        }
        return bytes.readCharSequence((int) length, StandardCharsets.UTF_8).toString();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
