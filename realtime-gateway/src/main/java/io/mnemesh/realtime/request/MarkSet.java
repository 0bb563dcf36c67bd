package io.mnemesh.realtime.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.realtime.channel.Channel;
import io.mnemesh.realtime.channel.ChannelDirectory;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.device.Devices;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.mark.Mark;
import io.mnemesh.realtime.mark.MarkState;
import io.mnemesh.realtime.mark.Marks;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/**
 * {@code mark.set}: the caller has read {@code channel} up to {@code offset}, or all of it without one. The mark only moves on. The
 * answer, {@code {"channel","name","offset","epoch","unread"}}, is told to the user's other tabs and devices, too.
 */
@Singleton
class MarkSet implements RequestMethod {

    private final ChannelDirectory directory;
    private final ChannelLog log;
    private final Marks marks;
    private final Devices devices;

    MarkSet(ChannelDirectory directory, ChannelLog log, Marks marks, Devices devices) {
        this.directory = directory;
        this.log = log;
        this.marks = marks;
        this.devices = devices;
    }

    @Override
    public String name() {
        return "mark.set";
    }

    @Override
    public Uni<JsonNode> answer(Caller caller, JsonNode given) {
        Params params = new Params(given).only("channel", "offset", "name");
        Channel channel = caller.channel(directory, params.text("channel"));
        var mark = new Mark(caller.identity().subject(), params.text("name", MarkGet.READ));
        int offset = given.has("offset") ? params.number("offset", 0, Integer.MAX_VALUE) : Integer.MAX_VALUE;
        return log.position(channel.id()).flatMap(newest -> {
            if (offset != Integer.MAX_VALUE && offset > newest.offset()) {
                throw ProblemException.invalid("offset", "The channel has not come so far.");
            }
            var position = new Position(newest.epoch(), Math.min(offset, newest.offset()));
            return marks.set(channel.id(), mark, position)
                    .<JsonNode>map(now -> MarkState.named(channel.name(), mark.name(), newest, now))
                    .call(state -> devices.tell(caller.identity().tenant(), caller.member(), "mark", state));
        });
    }
}
