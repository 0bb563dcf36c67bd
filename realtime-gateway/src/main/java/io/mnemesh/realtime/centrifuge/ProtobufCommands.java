package io.mnemesh.realtime.centrifuge;

import io.mnemesh.realtime.filter.FilterNode;
import java.util.ArrayList;
import java.util.List;

/** Parser of commands in protobuf, each behind its length. As the protocol grows by fields, unknown ones are ignored. */
final class ProtobufCommands {

    private static final int ID = 1;
    private static final int CONNECT = 4;
    private static final int SUBSCRIBE = 5;
    private static final int UNSUBSCRIBE = 6;
    private static final int PUBLISH = 7;
    private static final int PRESENCE = 8;
    private static final int PRESENCE_STATS = 9;
    private static final int HISTORY = 10;
    private static final int PING = 11;
    private static final int SEND = 12;
    private static final int RPC = 13;
    private static final int REFRESH = 14;
    private static final int SUB_REFRESH = 15;

    /** The first field of every request that has only a token or a channel. */
    private static final int FIRST = 1;

    /** Of requests about a subscription. */
    private static final int TOKEN = 2;

    private static final int FILTER = 13;
    private static final int DEEPEST_FILTER = 64;
    private static final long LARGEST_ID = 0xFFFF_FFFFL;
    private static final long REJECT_UNRECOVERED = 2;

    private ProtobufCommands() {}

    /** @throws BadFrameException if there is anything but commands in it, or none */
    static List<Command> parse(byte[] frame) {
        var commands = new ArrayList<Command>(2);
        for (ProtobufMessage message : ProtobufMessage.delimited(frame)) {
            commands.add(command(message));
        }
        if (commands.isEmpty()) {
            throw new BadFrameException("The frame is empty.");
        }
        return commands;
    }

    /** @throws BadFrameException if it is no request with commands */
    static EmulationRequest emulation(byte[] bytes) {
        ProtobufMessage request = ProtobufMessage.of(bytes);
        return new EmulationRequest(new Emulation(request.text(2), request.text(1)), request.bytesOf(3));
    }

    private static Command command(ProtobufMessage command) {
        if (command.isEmpty()) {
            return new Command.Pong();
        }
        long id = command.number(ID, LARGEST_ID);
        if (command.has(SEND)) {
            return new Command.Send(id);
        }
        if (id == 0) {
            throw new BadFrameException("A command needs an id from 1 on.");
        }
        if (command.has(CONNECT)) {
            return new Command.Connect(id, command.message(CONNECT).text(FIRST));
        } else if (command.has(SUBSCRIBE)) {
            return subscribe(id, command.message(SUBSCRIBE));
        } else if (command.has(UNSUBSCRIBE)) {
            return new Command.Unsubscribe(id, channel(command.message(UNSUBSCRIBE)));
        } else if (command.has(PUBLISH)) {
            ProtobufMessage request = command.message(PUBLISH);
            return new Command.Publish(id, channel(request), request.bytesOf(2));
        } else if (command.has(PRESENCE)) {
            return new Command.Presence(id, channel(command.message(PRESENCE)));
        } else if (command.has(PRESENCE_STATS)) {
            return new Command.PresenceStats(id, channel(command.message(PRESENCE_STATS)));
        } else if (command.has(HISTORY)) {
            return history(id, command.message(HISTORY));
        } else if (command.has(PING)) {
            return new Command.Ping(id);
        } else if (command.has(RPC)) {
            ProtobufMessage request = command.message(RPC);
            return new Command.Rpc(id, request.text(2), request.bytesOf(FIRST));
        } else if (command.has(REFRESH)) {
            return new Command.Refresh(id, command.message(REFRESH).text(FIRST));
        } else if (command.has(SUB_REFRESH)) {
            ProtobufMessage request = command.message(SUB_REFRESH);
            return new Command.SubRefresh(id, channel(request), request.text(TOKEN));
        }
        return new Command.Unknown(id);
    }

    private static Command subscribe(long id, ProtobufMessage request) {
        long flags = request.number(14, Long.MAX_VALUE);
        return new Command.Subscribe(
                id,
                channel(request),
                request.text(TOKEN),
                request.flag(3),
                request.text(6),
                request.number(7, Long.MAX_VALUE),
                (flags & REJECT_UNRECOVERED) != 0,
                request.flag(11),
                request.has(FILTER) ? filter(request.message(FILTER), 1) : null,
                request.text(12),
                request.number(15, Integer.MAX_VALUE) == 0);
    }

    private static FilterNode filter(ProtobufMessage node, int depth) {
        if (depth > DEEPEST_FILTER) {
            throw new BadFrameException("The filter is too deep.");
        }
        return new FilterNode(
                node.text(1),
                node.text(2),
                node.text(3),
                node.text(4),
                node.texts(5),
                node.messages(6).stream().map(inner -> filter(inner, depth + 1)).toList());
    }

    private static Command history(long id, ProtobufMessage request) {
        ProtobufMessage since = request.message(8);
        return new Command.History(
                id,
                channel(request),
                request.signedInt(7),
                request.has(8),
                since.text(2),
                since.number(1, Long.MAX_VALUE),
                request.flag(9));
    }

    private static String channel(ProtobufMessage request) {
        String channel = request.text(FIRST);
        if (channel.isEmpty()) {
            throw new BadFrameException("A channel has a name.");
        }
        return channel;
    }
}
