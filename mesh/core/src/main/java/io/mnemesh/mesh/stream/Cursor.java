package io.mnemesh.mesh.stream;

import java.util.Map;

/**
 * Position of a follower in the event log: per partition the id of the last entry it has taken in. A partition that is
 * missing starts at the oldest entry.
 */
public record Cursor(Map<Integer, String> positions) {

    public static final Cursor START = new Cursor(Map.of());

    public Cursor {
        positions = Map.copyOf(positions);
    }
}
