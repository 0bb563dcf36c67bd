package io.mnemesh.realtime.centrifuge;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.Signal;
import java.util.List;

/** How single commands, replies and pushes are written: JSON or protobuf. Without state of a connection. */
sealed interface CentrifugeFormat permits CentrifugeJson, CentrifugeProtobuf {

    /**
     * Reads what came as text.
     *
     * @return at least one command, in order
     * @throws BadFrameException if there is anything else in it, or this format is binary
     */
    List<Command> decode(String text);

    /**
     * Reads what came as bytes.
     *
     * @return at least one command, in order
     * @throws BadFrameException if there is anything else in it, or this format is text
     */
    List<Command> decode(byte[] bytes);

    /** The format of pushes that differences may be among. */
    CentrifugeFormat forDeltas();

    Written reply(Reply reply);

    /** One push for each item, up to and including the first gap, which ends the subscription. */
    List<Written> pushes(ChannelId channel, List<ChannelItem> items);

    /** A push of a join or a leave. */
    Written push(ChannelId channel, Signal signal);

    /** A push that a subscription is over. */
    Written unsubscribe(ChannelId channel, Unsubscription why);

    /** The server's ping, which is the empty reply. */
    Written ping();

    /** The last push on a transport that cannot say itself why it ends. */
    Written disconnect(int code, String reason);
}
