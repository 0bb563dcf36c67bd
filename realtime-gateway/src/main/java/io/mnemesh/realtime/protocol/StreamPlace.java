package io.mnemesh.realtime.protocol;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.realtime.channel.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a stream of server-sent events is: a position in each of its channels. As a text, which is an event's id, it is
 * {@code <channel>@<epoch>:<offset>} for each channel, with spaces between. Not thread-safe.
 */
public final class StreamPlace {

    private static final String FORM = "The last event id is the id of an event of this stream.";

    private final Map<String, Position> positions = new LinkedHashMap<>();

    /**
     * The place whose {@link #text} this is.
     *
     * @throws ProblemException {@code invalid-value} if it is none
     */
    public static StreamPlace parse(String text) {
        var place = new StreamPlace();
        for (String word : text.strip().split(" +", -1)) {
            int at = word.lastIndexOf('@');
            int colon = word.lastIndexOf(':');
            if (at < 1 || colon < at + 2) {
                throw ProblemException.invalid("lastEventId", FORM);
            }
            place.reach(
                    word.substring(0, at),
                    new Position(word.substring(at + 1, colon), offset(word.substring(colon + 1))));
        }
        return place;
    }

    private static long offset(String text) {
        try {
            long offset = Long.parseLong(text);
            if (offset >= 0) {
                return offset;
            }
        } catch (NumberFormatException e) {
            // It is refused below.
        }
        throw ProblemException.invalid("lastEventId", FORM);
    }

    /** The stream has come this far in a channel. */
    public void reach(String channel, Position position) {
        positions.put(channel, position);
    }

    /** How far it has come in a channel; null if that is not known. */
    public @Nullable Position in(String channel) {
        return positions.get(channel);
    }

    public String text() {
        var text = new StringBuilder(64);
        positions.forEach((channel, position) -> text.append(text.isEmpty() ? "" : " ")
                .append(channel)
                .append('@')
                .append(position.epoch())
                .append(':')
                .append(position.offset()));
        return text.toString();
    }
}
