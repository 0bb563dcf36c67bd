package io.mnemesh.realtime.session;

import io.mnemesh.realtime.centrifuge.CentrifugeEncoding;
import io.mnemesh.realtime.centrifuge.Reply;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.hub.Piece;
import io.mnemesh.realtime.hub.Reception;
import io.mnemesh.realtime.recovery.SharedBytes;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** The answer to a subscribe command with the first of what the client missed; the rest follows it. */
final class RecoveredReply implements Piece {

    private final CentrifugeEncoding encoding;
    private final SharedBytes bytes;
    private final ChannelId channel;
    private final Reception reception;
    private final Reply.Subscribed answer;
    private final CatchUp catchUp;
    private final RecoveryPlan.Replay rest;

    /** @param rest what comes behind the publications of the answer */
    RecoveredReply(
            CentrifugeEncoding encoding,
            SharedBytes bytes,
            ChannelId channel,
            Reception reception,
            Reply.Subscribed answer,
            CatchUp catchUp,
            RecoveryPlan.Replay rest) {
        this.encoding = encoding;
        this.bytes = bytes;
        this.channel = channel;
        this.reception = reception;
        this.answer = answer;
        this.catchUp = catchUp;
        this.rest = rest;
    }

    /** What the bytes depend on. Clients that come back number their commands alike. */
    private record Key(
            CentrifugeEncoding encoding, Reception reception, ChannelId channel, long id, Position from, long last) {}

    @Override
    public ByteBuf make() {
        var key = new Key(
                encoding,
                reception,
                channel,
                answer.id(),
                answer.position(),
                rest.from().offset());
        return bytes.get(key, () -> encoding.encode(List.of(answer)));
    }

    @Override
    public int messages() {
        return 1 + answer.publications().size();
    }

    @Override
    public void taken() {
        catchUp.start(rest);
    }
}
