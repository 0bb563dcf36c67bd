package io.mnemesh.realtime.hub;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;

/** A socket that takes nothing at first. */
final class StuckSocket extends EmbeddedChannel {

    private boolean stuck = true;

    StuckSocket() {
        super(new ChannelInboundHandlerAdapter());
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer waiting) throws Exception {
        if (!stuck) {
            super.doWrite(waiting);
        }
    }

    void comeLoose() {
        stuck = false;
        flush();
    }
}
