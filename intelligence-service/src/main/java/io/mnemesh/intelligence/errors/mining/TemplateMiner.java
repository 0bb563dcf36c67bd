package io.mnemesh.intelligence.errors.mining;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Online miner of log templates that decides by evidence.
 *
 * <p>As in Drain (He et al., ICWS 2017) a line is masked, cut into tokens and compared only with lines of as many
 * tokens. Unlike Drain there is no similarity threshold. Lines that differ in one position share a <em>slot</em>: the
 * line with that position left out. A slot remembers which words were seen in it. Words stay different events until
 * enough of them were seen in the same slot and {@link SlotGuard} finds no state or opposite among them; then the slot
 * is a variable and their groups are one. So the result hardly depends on the order of lines, and one configuration
 * fits all logs.
 *
 * <p>The miner's state is the set of signatures and their groups. Feeding the same pairs to {@link #learn} in any order
 * restores it. A line of n tokens costs O(n²) token hashes, independent of the number of groups. Memory is bounded: beyond
 * {@link #MAX_SIGNATURES} signatures or {@link #MAX_WORDS} words in slots nothing more is learnt, and {@link #decide} knows
 * only what was learnt before. Not safe for use by several threads.
 *
 * @param <G> what identifies a group
 */
public final class TemplateMiner<G> {

    /** Signatures that are kept. */
    public static final int MAX_SIGNATURES = 100_000;

    /** Words of slots that are kept. */
    public static final int MAX_WORDS = 1_000_000;

    /** Different words that make an ordinary position a variable. */
    private static final int WORDS = 5;

    /** The same for the value after a {@code key=}. */
    private static final int VALUES = 4;

    /** The same after a word that announces a name, as "user" does. */
    private static final int NAMES = 3;

    private static final int ROUNDS = 3;

    private final Map<Long, G> groups = new HashMap<>();
    private final Map<Long, SequencedMap<String, G>> slots = new HashMap<>();
    private final int maxSignatures;
    private final int maxWords;
    private int words;

    public TemplateMiner() {
        this(MAX_SIGNATURES, MAX_WORDS);
    }

    TemplateMiner(int maxSignatures, int maxWords) {
        this.maxSignatures = maxSignatures;
        this.maxWords = maxWords;
    }

    /** Where a line belongs, without changing anything. */
    public Decision<G> decide(Signature line) {
        if (line.exact()) {
            G known = groups.get(hash(line.tokens(), -1));
            return new Decision<>(line, known, List.of(), known == null ? List.of(line) : List.of());
        }
        List<String> general = generalise(line.tokens());
        G known = groups.get(hash(general, -1));
        if (known != null) {
            return new Decision<>(Signature.mined(general), known, List.of(), List.of());
        }
        var joined = new LinkedHashSet<G>();
        var learnt = new LinkedHashSet<Signature>();
        learnt.add(Signature.mined(general));
        for (int p = 0; p < general.size(); p++) {
            SequencedMap<String, G> seen = slots.get(hash(general, p));
            if (seen != null && isVariable(general, p, seen)) {
                joined.addAll(seen.sequencedValues());
                learnt.add(Signature.mined(with(general, p, Masking.WILD)));
            }
        }
        G first = joined.isEmpty() ? null : joined.removeFirst();
        return new Decision<>(Signature.mined(general), first, List.copyOf(joined), List.copyOf(learnt));
    }

    /** Takes in that lines with this signature belong to the group. */
    public void learn(Signature signature, G group) {
        List<String> tokens = signature.tokens();
        long whole = hash(tokens, -1);
        if (groups.size() >= maxSignatures && !groups.containsKey(whole)) {
            return;
        }
        groups.put(whole, group);
        if (signature.exact()) {
            return;
        }
        for (int p = 0; p < tokens.size(); p++) {
            remember(hash(tokens, p), tokens.get(p), group);
        }
    }

    private void remember(long slot, String word, G group) {
        SequencedMap<String, G> seen = slots.get(slot);
        if (seen == null || !seen.containsKey(word)) {
            if (words >= maxWords) {
                return;
            }
            words++;
        }
        if (seen == null) {
            seen = new LinkedHashMap<>(2);
            slots.put(slot, seen);
        }
        seen.put(word, group);
    }

    /** Signatures kept. */
    int signatures() {
        return groups.size();
    }

    /** Words kept in slots. */
    int words() {
        return words;
    }

    /** Puts wildcards where variables are known. */
    private List<String> generalise(List<String> tokens) {
        List<String> general = tokens;
        boolean changed = true;
        for (int round = 0; changed && round < ROUNDS; round++) {
            changed = false;
            for (int p = 0; p < general.size(); p++) {
                if (general.get(p).equals(Masking.WILD)
                        || !SlotGuard.mayVary(general.get(p))
                        || !isAnchored(general, p)) {
                    continue;
                }
                SequencedMap<String, G> seen = slots.get(hash(general, p));
                if (seen != null && seen.containsKey(Masking.WILD)) {
                    general = with(general, p, Masking.WILD);
                    changed = true;
                }
            }
        }
        return general;
    }

    private static <G> boolean isVariable(List<String> tokens, int p, SequencedMap<String, G> seen) {
        String token = tokens.get(p);
        if (!isAnchored(tokens, p)) {
            return false;
        }
        if (token.equals(Masking.WILD)) {
            return seen.keySet().stream().anyMatch(SlotGuard::mayVary);
        }
        if (p == 0 || !SlotGuard.mayVary(token) || !SlotGuard.mayVary(seen.keySet())) {
            return false;
        }
        return seen.size() + (seen.containsKey(token) ? 0 : 1) >= needed(tokens.get(p - 1));
    }

    private static int needed(String before) {
        if (before.endsWith("=" + Masking.GLUE)) {
            return VALUES;
        }
        return SlotGuard.announcesName(before) ? NAMES : WORDS;
    }

    /** Whether a plain word besides position {@code p} says what the line is about. */
    private static boolean isAnchored(List<String> tokens, int p) {
        for (int i = 0; i < tokens.size(); i++) {
            if (i != p
                    && !tokens.get(i).contains(Masking.WILD)
                    && !SlotGuard.bare(tokens.get(i)).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private static List<String> with(List<String> tokens, int p, String token) {
        var copy = new ArrayList<>(tokens);
        copy.set(p, token);
        return copy;
    }

    /** 64-bit hash of the tokens with one left out; collisions are as unlikely as not to matter. */
    private static long hash(List<String> tokens, int without) {
        long h = 0x9E3779B97F4A7C15L * (tokens.size() * 131L + without + 2);
        for (int i = 0; i < tokens.size(); i++) {
            h = mix(i == without ? h + i : h ^ hash(tokens.get(i)));
        }
        return h;
    }

    private static long hash(String token) {
        long h = 1_125_899_906_842_597L;
        for (int i = 0; i < token.length(); i++) {
            h = 31 * h + token.charAt(i);
        }
        return h;
    }

    /** The finaliser of SplitMix64 (Steele et al., OOPSLA 2014). */
    private static long mix(long h) {
        long z = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /**
     * Where a line belongs.
     *
     * @param signature the line's signature with known variables left out
     * @param group     its group; null if it begins a new one
     * @param merged    further groups that are now seen to be the same
     * @param learnt    signatures to be learnt with the group, {@code signature} first; empty if nothing is new
     */
    public record Decision<G>(Signature signature, @Nullable G group, List<G> merged, List<Signature> learnt) {}
}
