package io.mnemesh.realtime.delta;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Differences in the delta format of Fossil (fossil-scm.org/home/doc/tip/www/delta_format.wiki): the length of the target, then
 * pieces copied from the source and pieces of its own, then a checksum of the target.
 *
 * <p>What both have at their beginning and at their end is copied first, which is most of what changes little by little.
 * Between these, blocks of the source are found in the target by a rolling hash (A. Tridgell, "Efficient Algorithms for
 * Sorting and Synchronization", 1999, chapter 3) and grown both ways. Takes O(source + target) time but for blocks that
 * are very common, of which so many are tried.
 *
 * <p>Texts in UTF-8 are cut between characters only, so that a difference of two such texts is such a text as well.
 */
public final class FossilDelta {

    private static final int BLOCK = 16;
    private static final int TRIES = 8;

    /** A copy takes about this many bytes to say; shorter ones do not pay. */
    private static final int SHORTEST_COPY = 8;

    private final byte[] source;
    private final byte[] target;
    private final DeltaWriter out;

    private FossilDelta(byte[] source, byte[] target) {
        this.source = source;
        this.target = target;
        this.out = new DeltaWriter(target);
    }

    /** The difference that makes the target of the source; null if it is not shorter than the target. */
    public static byte @Nullable [] shorter(byte[] source, byte[] target) {
        return new FossilDelta(source, target).make();
    }

    private byte @Nullable [] make() {
        int most = Math.min(source.length, target.length);
        int mismatch = Arrays.mismatch(source, 0, most, target, 0, most);
        int prefix = down(mismatch < 0 ? most : mismatch);
        int suffix = 0;
        while (suffix < most - prefix && source[source.length - 1 - suffix] == target[target.length - 1 - suffix]) {
            suffix++;
        }
        int end = up(target.length - suffix);
        prefix = prefix < SHORTEST_COPY ? 0 : prefix;
        end = target.length - end < SHORTEST_COPY ? target.length : end;

        out.copy(0, prefix);
        middle(prefix, end);
        out.copy(source.length - (target.length - end), target.length - end);
        byte[] delta = out.finish();
        return delta.length < target.length ? delta : null;
    }

    /** Writes the target's bytes between two places. */
    private void middle(int from, int to) {
        int written = from;
        if (to - from >= BLOCK && source.length >= BLOCK) {
            var blocks = new Blocks(source);
            int at = from;
            int hash = Blocks.hash(target, at);
            while (at + BLOCK <= to) {
                Match match = longest(blocks, hash, at, written, to);
                if (match == null) {
                    if (at + BLOCK < to) {
                        hash = Blocks.roll(hash, target[at], target[at + BLOCK]);
                    }
                    at++;
                } else {
                    out.insert(written, match.at);
                    out.copy(match.source, match.length);
                    at = match.at + match.length;
                    written = at;
                    if (at + BLOCK <= to) {
                        hash = Blocks.hash(target, at);
                    }
                }
            }
        }
        out.insert(written, to);
    }

    /** @param at where the target has it */
    private record Match(int source, int at, int length) {}

    private @Nullable Match longest(Blocks blocks, int hash, int at, int from, int to) {
        Match best = null;
        int block = blocks.first(hash);
        for (int i = 0; i < TRIES && block >= 0; i++) {
            Match match = grown(block * BLOCK, at, from, to);
            if (match != null && (best == null || match.length > best.length)) {
                best = match;
            }
            block = blocks.next(block);
        }
        return best;
    }

    /** What both have around a place; null if that is less than a block. */
    private @Nullable Match grown(int sourceAt, int at, int from, int to) {
        int ahead = 0;
        while (at + ahead < to && sourceAt + ahead < source.length && source[sourceAt + ahead] == target[at + ahead]) {
            ahead++;
        }
        int back = 0;
        while (at - back > from && sourceAt - back > 0 && source[sourceAt - back - 1] == target[at - back - 1]) {
            back++;
        }
        int begin = up(at - back);
        int end = down(at + ahead);
        return end - begin < BLOCK ? null : new Match(sourceAt - at + begin, begin, end - begin);
    }

    /** The last place up to this one at which a character of the target begins. */
    private int down(int place) {
        int at = place;
        while (at > 0 && isWithin(at)) {
            at--;
        }
        return at;
    }

    /** The first place from this one on at which a character of the target begins. */
    private int up(int place) {
        int at = place;
        while (isWithin(at)) {
            at++;
        }
        return at;
    }

    /** Whether a place is within a character of UTF-8. */
    private boolean isWithin(int place) {
        return place < target.length && (target[place] & 0xC0) == 0x80;
    }
}
