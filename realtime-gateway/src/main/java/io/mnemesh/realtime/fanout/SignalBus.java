package io.mnemesh.realtime.fanout;

import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Signal;
import io.mnemesh.realtime.history.ChannelKeys;
import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Singleton;

/** Tells the nodes that follow a channel what is not kept. Nobody hears it while Redis is away. */
@Singleton
public final class SignalBus {

    private static final MeshLog LOG = MeshLog.of(SignalBus.class);

    private final RedisLines redis;

    SignalBus(RedisLines redis) {
        this.redis = redis;
    }

    public void tell(ChannelId channel, Signal signal) {
        redis.send(Request.cmd(Command.SPUBLISH)
                        .arg(ChannelKeys.bus(channel))
                        .arg(Buffer.buffer(BusSignals.bytes(signal))))
                .subscribe()
                .with(
                        heard -> {},
                        failure -> LOG.debug("A signal could not be told")
                                .cause(failure)
                                .log());
    }
}
