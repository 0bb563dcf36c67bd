package io.mnemesh.realtime.centrifuge;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Change;
import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Signal;
import java.util.ArrayList;
import java.util.List;

/**
 * The protocol in protobuf: messages behind their lengths. Numbers are those of the public definition. A publication is
 * spliced together around the payload as it lies in the history, which is JSON here too.
 */
final class CentrifugeProtobuf implements CentrifugeFormat {

    private static final int PUSH = 4;
    private static final int PUSH_CHANNEL = 2;
    private static final int PUSH_PUBLICATION = 4;
    private static final int PUSH_JOIN = 5;
    private static final int PUSH_LEAVE = 6;
    private static final int PUSH_UNSUBSCRIBE = 7;
    private static final int PUSH_DISCONNECT = 11;
    private static final int DATA = 4;
    private static final int INFO = 5;
    private static final int OFFSET = 6;
    private static final int DELTA = 8;

    @Override
    public CentrifugeFormat forDeltas() {
        return this;
    }

    @Override
    public List<Command> decode(String text) {
        throw new BadFrameException("Frames of this encoding are binary, not text.");
    }

    @Override
    public List<Command> decode(byte[] bytes) {
        return ProtobufCommands.parse(bytes);
    }

    @Override
    public Written ping() {
        return Written.of(new ProtobufWriter().delimited());
    }

    @Override
    public Written reply(Reply reply) {
        var message = new ProtobufWriter().number(1, reply.id());
        switch (reply) {
            case Reply.Connected connected -> message.message(5, connected(connected));
            case Reply.Refreshed refreshed ->
                message.message(14, new ProtobufWriter().flag(3, true).number(4, refreshed.ttlSeconds()));
            case Reply.SubRefreshed refreshed ->
                message.message(15, new ProtobufWriter().flag(1, true).number(2, refreshed.ttlSeconds()));
            case Reply.Subscribed subscribed -> message.message(6, subscribed(subscribed));
            case Reply.Unsubscribed unsubscribed -> message.message(7, new ProtobufWriter());
            case Reply.Published published -> message.message(8, new ProtobufWriter());
            case Reply.Pong pong -> message.message(12, new ProtobufWriter());
            case Reply.History history ->
                message.message(
                        11,
                        publications(1, history.publications())
                                .text(2, history.newest().epoch())
                                .number(3, history.newest().offset()));
            case Reply.Presence presence -> message.message(9, presence(presence.members()));
            case Reply.PresenceStats stats ->
                message.message(
                        10, new ProtobufWriter().number(1, stats.clients()).number(2, stats.users()));
            case Reply.Answered answered ->
                message.message(
                        13, new ProtobufWriter().open(1, answered.data().length).raw(answered.data()));
            case Reply.Failed failed ->
                message.message(
                        2,
                        new ProtobufWriter()
                                .number(1, failed.error().code())
                                .text(2, failed.error().message())
                                .flag(3, failed.error().isTemporary()));
        }
        return Written.of(message.delimited());
    }

    @Override
    public List<Written> pushes(ChannelId channel, List<ChannelItem> items) {
        byte[] name = new ProtobufWriter().text(PUSH_CHANNEL, channel.name()).toBytes();
        var pushes = new ArrayList<Written>(items.size());
        for (ChannelItem item : items) {
            switch (item) {
                case Message message -> pushes.add(publication(name, message, message.payload(), false));
                case Change change -> pushes.add(publication(name, change.message(), change.delta(), true));
                case Gap gap -> {
                    pushes.add(unsubscribe(channel, Unsubscription.INSUFFICIENT));
                    return pushes;
                }
            }
        }
        return pushes;
    }

    @Override
    public Written push(ChannelId channel, Signal signal) {
        int field = signal.kind() == Signal.Kind.JOIN ? PUSH_JOIN : PUSH_LEAVE;
        var push = new ProtobufWriter()
                .text(PUSH_CHANNEL, channel.name())
                .message(field, new ProtobufWriter().message(1, info(signal.member())));
        return Written.of(new ProtobufWriter().message(PUSH, push).delimited());
    }

    @Override
    public Written unsubscribe(ChannelId channel, Unsubscription why) {
        var reason = new ProtobufWriter().number(2, why.code()).text(3, why.reason());
        var push = new ProtobufWriter().text(PUSH_CHANNEL, channel.name()).message(PUSH_UNSUBSCRIBE, reason);
        return Written.of(new ProtobufWriter().message(PUSH, push).delimited());
    }

    @Override
    public Written disconnect(int code, String reason) {
        var why = new ProtobufWriter().number(1, code).text(2, reason);
        var push = new ProtobufWriter().message(PUSH_DISCONNECT, why);
        return Written.of(new ProtobufWriter().message(PUSH, push).delimited());
    }

    private static Written publication(byte[] name, Message message, byte[] payload, boolean delta) {
        byte[] tail = behindPayload(message, delta);
        int publication = ProtobufWriter.sizeOf(DATA, payload.length) + tail.length;
        int push = name.length + ProtobufWriter.sizeOf(PUSH_PUBLICATION, publication);
        byte[] head = new ProtobufWriter()
                .varint(ProtobufWriter.sizeOf(PUSH, push))
                .open(PUSH, push)
                .raw(name)
                .open(PUSH_PUBLICATION, publication)
                .open(DATA, payload.length)
                .toBytes();
        return new Written(head, payload, tail);
    }

    private static ProtobufWriter connected(Reply.Connected connected) {
        var result = new ProtobufWriter()
                .text(1, connected.client())
                .flag(3, true)
                .number(4, connected.ttlSeconds())
                .number(7, connected.pingSeconds())
                .flag(8, true);
        Emulation emulation = connected.emulation();
        return emulation == null ? result : result.text(9, emulation.session()).text(10, emulation.node());
    }

    private static ProtobufWriter subscribed(Reply.Subscribed subscribed) {
        var result = publications(7, subscribed.publications())
                .flag(1, subscribed.ttlSeconds() > 0)
                .number(2, subscribed.ttlSeconds())
                .flag(8, subscribed.recovered())
                .flag(12, subscribed.wasRecovering())
                .flag(13, subscribed.delta());
        return subscribed.recoverable()
                ? result.flag(3, true)
                        .text(6, subscribed.position().epoch())
                        .number(9, subscribed.position().offset())
                        .flag(10, true)
                : result;
    }

    private static ProtobufWriter publications(int field, List<Message> messages) {
        var list = new ProtobufWriter();
        for (Message message : messages) {
            byte[] tail = behindPayload(message, false);
            list.open(field, ProtobufWriter.sizeOf(DATA, message.payload().length) + tail.length)
                    .open(DATA, message.payload().length)
                    .raw(message.payload())
                    .raw(tail);
        }
        return list;
    }

    private static byte[] behindPayload(Message message, boolean delta) {
        var tail = new ProtobufWriter();
        Member publisher = message.publisher();
        if (publisher != null) {
            tail.message(INFO, info(publisher));
        }
        return tail.number(OFFSET, message.position().offset())
                .flag(DELTA, delta)
                .toBytes();
    }

    /** A map by the id of the connection. */
    private static ProtobufWriter presence(List<Member> members) {
        var map = new ProtobufWriter();
        for (Member member : members) {
            map.message(1, new ProtobufWriter().text(1, member.client()).message(2, info(member)));
        }
        return map;
    }

    private static ProtobufWriter info(Member member) {
        return new ProtobufWriter().text(1, member.user()).text(2, member.client());
    }
}
