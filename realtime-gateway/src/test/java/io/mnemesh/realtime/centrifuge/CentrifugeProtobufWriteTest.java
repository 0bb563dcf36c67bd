package io.mnemesh.realtime.centrifuge;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.GapReason;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class CentrifugeProtobufWriteTest extends ProtobufFixture {

    @Test
    void shouldWriteReplies() {
        var position = new Position("e", 7);
        var publication = new Message(new Position("e", 8), "id-8", utf8("{\"a\":\"ü\"}"));

        List<ProtobufMessage> replies = messages(protobuf.encode(List.of(
                new Reply.Connected(1, "c-1", 870, 25, null),
                new Reply.Refreshed(2, 60),
                new Reply.Subscribed(3, true, position, false, false, false, List.of(), 0),
                new Reply.Subscribed(4, true, position, true, true, false, List.of(publication), 0),
                new Reply.Unsubscribed(5),
                new Reply.Pong(6),
                new Reply.History(7, position, List.of(publication)),
                new Reply.Failed(8, ErrorCode.TOO_MANY_REQUESTS),
                new Reply.Failed(9, ErrorCode.PERMISSION_DENIED),
                new Reply.Published(10),
                new Reply.Subscribed(11, false, position, true, false, false, List.of(), 0),
                new Reply.Presence(12, List.of(new Member("ana", "c-1"))),
                new Reply.PresenceStats(13, 3, 2),
                new Reply.Subscribed(14, true, position, false, false, false, List.of(), 40),
                new Reply.SubRefreshed(15, 50))));

        assertThat(replies)
                .extracting(reply -> reply.number(1, 100))
                .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L, 15L);
        ProtobufMessage connected = replies.getFirst().message(5);
        assertThat(connected.text(1)).isEqualTo("c-1");
        assertThat(connected.flag(3)).isTrue();
        assertThat(connected.number(4, 1000)).isEqualTo(870);
        assertThat(connected.number(7, 1000)).isEqualTo(25);
        assertThat(connected.flag(8)).isTrue();
        assertThat(replies.get(1).message(14).flag(3)).isTrue();
        assertThat(replies.get(1).message(14).number(4, 100)).isEqualTo(60);
        ProtobufMessage subscribed = replies.get(2).message(6);
        assertThat(subscribed.flag(3)).isTrue();
        assertThat(subscribed.text(6)).isEqualTo("e");
        assertThat(subscribed.has(7)).isFalse();
        assertThat(subscribed.has(8)).isFalse();
        assertThat(subscribed.number(9, 100)).isEqualTo(7);
        assertThat(subscribed.flag(10)).isTrue();
        assertThat(subscribed.has(12)).isFalse();
        ProtobufMessage recovered = replies.get(3).message(6);
        assertThat(recovered.flag(8)).isTrue();
        assertThat(recovered.flag(12)).isTrue();
        assertThat(recovered.message(7).text(4)).isEqualTo("{\"a\":\"ü\"}");
        assertThat(recovered.message(7).number(6, 100)).isEqualTo(8);
        assertThat(replies.get(4).message(7).isEmpty()).isTrue();
        assertThat(replies.get(4).has(7)).isTrue();
        assertThat(replies.get(5).has(12)).isTrue();
        ProtobufMessage history = replies.get(6).message(11);
        assertThat(history.message(1).number(6, 100)).isEqualTo(8);
        assertThat(history.text(2)).isEqualTo("e");
        assertThat(history.number(3, 100)).isEqualTo(7);
        ProtobufMessage busy = replies.get(7).message(2);
        assertThat(busy.number(1, 1000)).isEqualTo(111);
        assertThat(busy.text(2)).isEqualTo("too many requests");
        assertThat(busy.flag(3)).isTrue();
        assertThat(replies.get(8).message(2).has(3)).isFalse();
        assertThat(replies.get(9).has(8)).isTrue();
        ProtobufMessage unrecoverable = replies.get(10).message(6);
        assertThat(unrecoverable.flag(12)).isTrue();
        assertThat(unrecoverable.has(3)).isFalse();
        assertThat(unrecoverable.has(6)).isFalse();
        assertThat(unrecoverable.has(9)).isFalse();
        assertThat(unrecoverable.has(10)).isFalse();
        ProtobufMessage entry = replies.get(11).message(9).message(1);
        assertThat(entry.text(1)).isEqualTo("c-1");
        assertThat(entry.message(2).text(1)).isEqualTo("ana");
        assertThat(entry.message(2).text(2)).isEqualTo("c-1");
        assertThat(replies.get(12).message(10).number(1, 10)).isEqualTo(3);
        assertThat(replies.get(12).message(10).number(2, 10)).isEqualTo(2);
        assertThat(subscribed.has(1)).isFalse();
        assertThat(subscribed.has(2)).isFalse();
        assertThat(replies.get(13).message(6).flag(1)).isTrue();
        assertThat(replies.get(13).message(6).number(2, 100)).isEqualTo(40);
        assertThat(replies.get(14).message(15).flag(1)).isTrue();
        assertThat(replies.get(14).message(15).number(2, 100)).isEqualTo(50);
    }

    @Test
    void shouldWriteTheBytesOfAReply() {
        ByteBuf out = protobuf.encode(List.of(new Reply.Refreshed(2, 300)));

        assertThat(HexFormat.of().formatHex(frame(out))).isEqualTo("09" + "0802" + "7205" + "1801" + "20ac02");
    }

    @Test
    void shouldPingWithTheEmptyReply() {
        assertThat(frame(protobuf.ping())).containsExactly(0);
    }

    @Test
    void shouldWriteTheBytesOfAnEndOfASubscription() {
        var channel = new ChannelId(new TenantId("acme"), "a:b");

        // push 4: channel 2, unsubscribe 7: code 2, reason 3
        assertThat(HexFormat.of().formatHex(frame(protobuf.unsubscribe(channel, Unsubscription.EXPIRED))))
                .isEqualTo("22" + "2220" + "1203613a62" + "3a19" + "10c513" + "1a14"
                        + HexFormat.of().formatHex(utf8("subscription expired")));
    }

    @Test
    void shouldWriteTheBytesOfAPush() {
        ByteBuf out = Unpooled.buffer();

        protobuf.encode(
                new ChannelId(new TenantId("acme"), "c"),
                List.of(new Message(new Position("e", 5), "id-5", utf8("{}"))),
                out);

        // length, push, channel, publication, data, offset
        assertThat(HexFormat.of().formatHex(frame(out)))
                .isEqualTo("0d" + "220b" + "120163" + "2206" + "22027b7d" + "3005");
    }

    @Test
    void shouldWriteTheBytesOfWhatAClientPublished() {
        ByteBuf out = Unpooled.buffer();

        protobuf.encode(
                new ChannelId(new TenantId("acme"), "c"),
                List.of(new Message(new Position("e", 5), "k-5", utf8("{}"), new Member("u", "x"))),
                out);

        // length, push, channel, publication, data, info with user and client, offset
        assertThat(HexFormat.of().formatHex(frame(out)))
                .isEqualTo("15" + "2213" + "120163" + "220e" + "22027b7d" + "2a06" + "0a0175" + "120178" + "3005");
    }

    @Test
    void shouldWriteTheBytesOfAJoinAndALeave() {
        var id = new ChannelId(new TenantId("acme"), "c");
        ByteBuf join = Unpooled.buffer();
        ByteBuf leave = Unpooled.buffer();

        protobuf.encode(id, new Signal(Signal.Kind.JOIN, new Member("u", "x")), join);
        protobuf.encode(id, new Signal(Signal.Kind.LEAVE, new Member("u", "x")), leave);

        // length, push, channel, join or leave, info with user and client
        String info = "0a06" + "0a0175" + "120178";
        assertThat(HexFormat.of().formatHex(frame(join))).isEqualTo("0f" + "220d" + "120163" + "2a08" + info);
        assertThat(HexFormat.of().formatHex(frame(leave))).isEqualTo("0f" + "220d" + "120163" + "3208" + info);
    }

    @Property(tries = 200)
    void shouldPushWhatCameInOrderAndInFramesOfBoundedSize(
            @ForAll @Size(min = 1, max = 40) List<@LongRange(min = 0, max = 200_000) Long> sizes,
            @ForAll @LongRange(min = 0, max = Long.MAX_VALUE - 100) long before) {
        var items = new ArrayList<ChannelItem>();
        for (int i = 0; i < sizes.size(); i++) {
            // Few are large.
            int padding = (int) (sizes.get(i) % 7 == 0 ? sizes.get(i) : sizes.get(i) % 500);
            items.add(new Message(
                    new Position("e", before + 1 + i),
                    "id-" + i,
                    utf8("{\"padding\":\"" + "x".repeat(padding) + "\"}")));
        }
        ByteBuf out = Unpooled.buffer();

        protobuf.encode(CHANNEL, items, out);

        var pushes = new ArrayList<ProtobufMessage>();
        while (out.isReadable()) {
            byte[] frame = frame(out);
            List<ProtobufMessage> replies = ProtobufMessage.delimited(frame);
            assertThat(replies.size() == 1 || frame.length <= LARGEST_FRAME).isTrue();
            replies.forEach(reply -> pushes.add(reply.message(4)));
        }
        assertThat(pushes).hasSameSizeAs(items);
        for (int i = 0; i < pushes.size(); i++) {
            Message message = (Message) items.get(i);
            ProtobufMessage publication = pushes.get(i).message(4);
            assertThat(pushes.get(i).text(2)).isEqualTo(CHANNEL.name());
            assertThat(publication.number(6, Long.MAX_VALUE))
                    .isEqualTo(message.position().offset());
            assertThat(publication.text(4)).isEqualTo(new String(message.payload(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void shouldEndWithTheUnsubscriptionAtAGap() {
        ByteBuf out = Unpooled.buffer();

        protobuf.encode(
                CHANNEL,
                List.of(
                        new Message(new Position("e", 1), "id-1", utf8("{}")),
                        new Gap(GapReason.EPOCH_CHANGED, new Position("e", 1), new Position("f", 0)),
                        new Message(new Position("f", 1), "id-2", utf8("{}"))),
                out);

        List<ProtobufMessage> replies = messages(out);
        assertThat(replies).hasSize(2);
        assertThat(replies.getFirst().message(4).message(4).number(6, 100)).isEqualTo(1);
        ProtobufMessage end = replies.getLast().message(4);
        assertThat(end.text(2)).isEqualTo("events:memory_created");
        assertThat(end.message(7).number(2, 5000)).isEqualTo(2500);
        assertThat(end.message(7).text(3)).isEqualTo("insufficient state");
        assertThat(protobuf.endsAtGap()).isTrue();
    }
}
