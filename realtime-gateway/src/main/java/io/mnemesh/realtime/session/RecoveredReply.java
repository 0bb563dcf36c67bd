package io.mnemesh.realtime.session;

import io.mnemesh.realtime.centrifuge.CentrifugeEncoding;
import io.mnemesh.realtime.centrifuge.Reply;
import io.mnemesh.realtime.hub.Piece;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** The answer to a subscribe command with the first of what the client missed; the rest follows it. */
final class RecoveredReply implements Piece {

    private final CentrifugeEncoding encoding;
    private final Reply.Subscribed answer;
    private final CatchUp catchUp;
    private final RecoveryPlan.Replay rest;

    RecoveredReply(CentrifugeEncoding encoding, Reply.Subscribed answer, CatchUp catchUp, RecoveryPlan.Replay rest) {
        this.encoding = encoding;
        this.answer = answer;
        this.catchUp = catchUp;
        this.rest = rest;
    }

    @Override
    public ByteBuf make() {
        return encoding.encode(List.of(answer));
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
