package io.mnemesh.memory.index.weaviate;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.mesh.tenancy.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The turns next to turns, in the order of their conversation and session.
 *
 * <p>Sorting a conversation in Weaviate reads all of it, so it is the last resort: first the turns of an hour around each
 * turn are looked at, then those of a month, several turns of a conversation at once; both are complete within their
 * time, which is all that is needed where enough turns are in it.
 */
final class Threads {

    /** Turns looked at before and after a turn. */
    static final int REACH = 2;

    private static final List<Long> WIDTHS = List.of(3_600L, 30 * 86_400L);
    private static final int MOST = 1_000;
    private static final int SAME_SECOND = 64;
    private static final long SECOND = 1_000_000;
    private static final String FIELDS = Names.TURN + " _additional{id}";

    private final Queries queries;

    Threads(Queries queries) {
        this.queries = queries;
    }

    /** The same for all turns of a conversation and session. */
    static String key(String conversation, @Nullable String session) {
        return conversation.length() + ":" + conversation + (session == null ? "" : session);
    }

    /**
     * A turn in its thread.
     *
     * @param thread see {@link #key}
     * @param micros event time
     */
    record Turn(String thread, long micros, UUID id) implements Comparable<Turn> {

        private static final Comparator<Turn> ORDER = Comparator.comparingLong(Turn::micros)
                .thenComparing(turn -> turn.id.getMostSignificantBits(), Long::compareUnsigned)
                .thenComparing(turn -> turn.id.getLeastSignificantBits(), Long::compareUnsigned);

        @Override
        public int compareTo(Turn other) {
            return ORDER.compare(this, other);
        }

        private long second() {
            return Math.floorDiv(micros, SECOND);
        }
    }

    /** One direction from a turn. */
    private record Side(Turn turn, boolean forward) {}

    /** Fills in what comes next to these turns. */
    void follow(TenantId tenant, Collection<Turn> turns, Links links) {
        List<Side> open = new ArrayList<>();
        for (Turn turn : turns) {
            open.add(new Side(turn, true));
            open.add(new Side(turn, false));
        }
        for (long width : WIDTHS) {
            open = open.isEmpty() ? open : within(tenant, open, width, links);
        }
        if (!open.isEmpty()) {
            sorted(tenant, open, links);
        }
    }

    /** @return sides that need a longer look */
    private List<Side> within(TenantId tenant, List<Side> sides, long width, Links links) {
        Map<String, Span> spans = new LinkedHashMap<>();
        for (Span span : spans(sides, width)) {
            spans.put("span" + spans.size(), span);
        }
        Queries.Answer answer = queries.ask(spans.entrySet().stream()
                .map(part -> queries.get(part.getKey(), tenant, arguments(part.getValue()), FIELDS))
                .toList());
        var open = new ArrayList<Side>();
        spans.forEach((name, span) -> {
            List<Turn> turns = turns(span.thread, answer.rows(name));
            for (Side side : span.sides) {
                List<Turn> near = turns.size() < MOST ? next(side, turns) : List.of();
                if (near.size() == REACH) {
                    links.chain(side.turn.id(), near.stream().map(Turn::id).toList(), side.forward);
                } else {
                    open.add(side);
                }
            }
        });
        return open;
    }

    private static List<Turn> next(Side side, List<Turn> sorted) {
        int at = Collections.binarySearch(sorted, side.turn);
        int from = at >= 0 ? at : -at - 1;
        return side.forward
                ? sorted.subList(
                        Math.min(sorted.size(), at >= 0 ? at + 1 : from),
                        Math.min(sorted.size(), (at >= 0 ? at + 1 : from) + REACH))
                : sorted.subList(Math.max(0, from - REACH), from).reversed();
    }

    private void sorted(TenantId tenant, List<Side> sides, Links links) {
        var parts = new ArrayList<String>(sides.size());
        for (int i = 0; i < sides.size(); i++) {
            Side side = sides.get(i);
            String order = side.forward ? "asc" : "desc";
            String beyond = Where.all(List.of(
                    Where.exact(Names.THREAD, side.turn.thread()),
                    Where.number(
                            Names.HAPPENED_SECOND,
                            side.forward ? "GreaterThanEqual" : "LessThanEqual",
                            side.turn.second())));
            parts.add(queries.get(
                    "side" + i,
                    tenant,
                    Where.argument(beyond) + ",sort:[{path:[\"" + Names.HAPPENED_SECOND + "\"],order:" + order
                            + "},{path:[\"" + Names.HAPPENED_MICRO + "\"],order:" + order + "}],limit:"
                            + (REACH + SAME_SECOND),
                    FIELDS));
        }
        Queries.Answer answer = queries.ask(parts);
        for (int i = 0; i < sides.size(); i++) {
            Side side = sides.get(i);
            List<Turn> near = next(side, turns(side.turn.thread(), answer.rows("side" + i)));
            links.chain(side.turn.id(), near.stream().map(Turn::id).toList(), side.forward);
        }
    }

    private static List<Turn> turns(String thread, List<JsonNode> rows) {
        return rows.stream()
                .map(row -> new Turn(thread, Long.parseLong(row.path(Names.TURN).asText()), StoredMemory.id(row)))
                .sorted()
                .toList();
    }

    private static String arguments(Span span) {
        return Where.argument(Where.all(List.of(
                        Where.exact(Names.THREAD, span.thread),
                        Where.number(Names.HAPPENED_SECOND, "GreaterThanEqual", span.from),
                        Where.number(Names.HAPPENED_SECOND, "LessThanEqual", span.to))))
                + ",limit:" + MOST;
    }

    /** The times around the turns of each thread; those that overlap are one. */
    private static List<Span> spans(List<Side> sides, long width) {
        Map<String, TreeSet<Turn>> threads = new LinkedHashMap<>();
        Map<Turn, List<Side>> of = new HashMap<>();
        for (Side side : sides) {
            threads.computeIfAbsent(side.turn.thread(), none -> new TreeSet<>()).add(side.turn);
            of.computeIfAbsent(side.turn, none -> new ArrayList<>()).add(side);
        }
        var spans = new ArrayList<Span>();
        threads.forEach((thread, turns) -> {
            Span last = null;
            for (Turn turn : turns) {
                if (last == null || turn.second() - width > last.to) {
                    last = new Span(thread, turn.second() - width, turn.second() + width, new ArrayList<>());
                    spans.add(last);
                } else {
                    spans.removeLast();
                    last = new Span(thread, last.from, turn.second() + width, last.sides);
                    spans.add(last);
                }
                last.sides.addAll(of.getOrDefault(turn, List.of()));
            }
        });
        return spans;
    }

    /** Seconds from and to, both included, and the sides that are looked for in it. */
    private record Span(String thread, long from, long to, List<Side> sides) {}
}
