package io.mnemesh.realtime.protocol;

import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.Position;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events as the HTML standard defines them: a frame is the data of one event, and where it brings the client
 * forward the event's id says where it is then. A browser sends the last id when it comes back.
 */
final class EventFraming implements JsonFraming {

    private static final byte[] ID = ascii("id: ");
    private static final byte[] DATA = ascii("data: ");
    private static final byte[] END = ascii("\n\n");

    private final @Nullable StreamPlace stream;

    /** @param stream the place of the only stream that is written to; null if many are, with one channel each */
    EventFraming(@Nullable StreamPlace stream) {
        this.stream = stream;
    }

    @Override
    public void begin(int length, ByteBuf out) {
        out.writeBytes(DATA);
    }

    @Override
    public void begin(ChannelId channel, Position seen, int length, ByteBuf out) {
        StreamPlace place = stream == null ? new StreamPlace() : stream;
        place.reach(channel.name(), seen);
        out.writeBytes(ID).writeBytes(ascii(place.text())).writeByte('\n').writeBytes(DATA);
    }

    @Override
    public void end(ByteBuf out) {
        out.writeBytes(END);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
