package io.mnemesh.benchmarks.cache;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * Traces that the artifact of Caffeine's simulator carries: of database and file system blocks (Jiang, Zhang, "LIRS", SIGMETRICS
 * 2002), of the web and of an object-relational mapper (cache2k), of a virtual disk (CloudPhysics, w106) and of a recommender
 * (Scarab). Blocks are numbers in text, one a line; the others are binary words, of which only the equality counts.
 */
final class RecordedTraces {

    private static final String FOLDER = "/com/github/benmanes/caffeine/cache/simulator/parser/";
    private static final List<String> BLOCKS =
            List.of("2_pools", "cpp", "cs", "gli", "loop", "multi1", "multi2", "multi3", "ps", "sprite");

    private RecordedTraces() {}

    /** @param most reads of each */
    static List<Trace> all(int most) throws IOException {
        var traces = new ArrayList<Trace>();
        for (String name : BLOCKS) {
            traces.add(new Trace(name, numbers("lirs/" + name + ".trace.gz", most)));
        }
        traces.add(new Trace("web07", words("cache2k/web07.trace.xz", Integer.BYTES, most)));
        traces.add(new Trace("web12", words("cache2k/web12.trace.xz", Integer.BYTES, most)));
        traces.add(new Trace("orm_busy", words("cache2k/orm-busy.trace.xz", Integer.BYTES, most)));
        traces.add(new Trace("w106", words("cloud_physics/w106.trace.xz", Integer.BYTES, most)));
        traces.add(new Trace("scarab_recs", words("scarab/scarab-recs.trace.xz", Long.BYTES, most)));
        return traces;
    }

    private static long[] numbers(String file, int most) throws IOException {
        try (var lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(open(file)), StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty() && line.chars().allMatch(Character::isDigit))
                    .flatMapToLong(line -> LongStream.of(Long.parseLong(line)))
                    .limit(most)
                    .toArray();
        }
    }

    private static long[] words(String file, int bytes, int most) throws IOException {
        var keys = new long[most];
        try (var in = new DataInputStream(new BufferedInputStream(new XZInputStream(open(file))))) {
            byte[] word = new byte[bytes];
            int count = 0;
            while (count < most && in.readNBytes(word, 0, bytes) == bytes) {
                long key = 0;
                for (byte one : word) {
                    key = key << Byte.SIZE | (one & 0xFF);
                }
                keys[count++] = key;
            }
            return Arrays.copyOf(keys, count);
        }
    }

    private static InputStream open(String file) throws IOException {
        InputStream in = RecordedTraces.class.getResourceAsStream(FOLDER + file);
        if (in == null) {
            throw new IOException(file + " is not on the class path.");
        }
        return in;
    }
}
