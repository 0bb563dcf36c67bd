package io.mnemesh.memory.index.lucene;

import io.mnemesh.mesh.stream.Cursor;
import java.util.HashMap;
import java.util.Map;

/**
 * What is written beside each Lucene commit.
 *
 * @param format     form of fields and analysis
 * @param dimensions length of vectors
 * @param generation number of the latest rebuild
 * @param rebuilding true while a rebuild has not ended
 * @param cursor     how far the log is taken in
 */
record CommitData(int format, int dimensions, long generation, boolean rebuilding, Cursor cursor) {

    private static final String FORMAT = "format";
    private static final String DIMENSIONS = "dimensions";
    private static final String GENERATION = "generation";
    private static final String REBUILDING = "rebuilding";
    private static final String POSITION = "position.";

    Map<String, String> toMap() {
        var map = new HashMap<String, String>();
        map.put(FORMAT, Integer.toString(format));
        map.put(DIMENSIONS, Integer.toString(dimensions));
        map.put(GENERATION, Long.toString(generation));
        map.put(REBUILDING, Boolean.toString(rebuilding));
        cursor.positions().forEach((partition, id) -> map.put(POSITION + partition, id));
        return map;
    }

    /** @throws IllegalArgumentException if it is not what {@link #toMap} made */
    static CommitData of(Map<String, String> map) {
        var positions = new HashMap<Integer, String>();
        map.forEach((key, value) -> {
            if (key.startsWith(POSITION)) {
                positions.put(Integer.valueOf(key.substring(POSITION.length())), value);
            }
        });
        return new CommitData(
                Integer.parseInt(map.getOrDefault(FORMAT, "")),
                Integer.parseInt(map.getOrDefault(DIMENSIONS, "")),
                Long.parseLong(map.getOrDefault(GENERATION, "")),
                Boolean.parseBoolean(map.get(REBUILDING)),
                new Cursor(positions));
    }
}
