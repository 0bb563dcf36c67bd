package io.mnemesh.memory.index.lucene;

import io.mnemesh.memory.index.ranking.Profile;
import io.mnemesh.mesh.tenancy.TenantId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;

/**
 * Which documents follow which in their conversations, as far as it was looked up. Neighbours that do not pass the filter
 * are unknown, and so is what lies beyond them.
 */
final class Window {

    /** Turns looked at before and after a turn. */
    static final int REACH = 2;

    private final Map<Integer, Integer> next = new HashMap<>();
    private final Map<Integer, Integer> previous = new HashMap<>();

    private Window() {}

    /** No document has neighbours. */
    static Window none() {
        return new Window();
    }

    /** Looks up the neighbours of those of {@code documents} that are turns. */
    static Window around(IndexSearcher searcher, TenantId tenant, Documents documents, Query filter)
            throws IOException {
        var window = new Window();
        Profile[] profiles = documents.profiles();
        UUID[] ids = documents.memoryIds();
        var following = new Neighbours(searcher, Fields.TURN);
        var preceding = new Neighbours(searcher, Fields.TURN_BACK);
        for (int i = 0; i < profiles.length; i++) {
            String conversation = profiles[i].conversation();
            if (conversation != null) {
                int document = documents.ids()[i];
                var key = TurnKey.forward(tenant, conversation, profiles[i], ids[i]);
                window.chain(document, following.of(key, REACH), window.next, window.previous);
                var back = TurnKey.backward(tenant, conversation, profiles[i], ids[i]);
                window.chain(document, preceding.of(back, REACH), window.previous, window.next);
            }
        }
        window.restrict(searcher, filter);
        return window;
    }

    private void chain(int start, List<Integer> neighbours, Map<Integer, Integer> on, Map<Integer, Integer> back) {
        int at = start;
        for (int neighbour : neighbours) {
            on.put(at, neighbour);
            back.put(neighbour, at);
            at = neighbour;
        }
    }

    private void restrict(IndexSearcher searcher, Query filter) throws IOException {
        var all = new Documents(searcher, documents());
        BitSet passing = all.matching(filter);
        for (Map<Integer, Integer> links : List.of(next, previous)) {
            links.entrySet()
                    .removeIf(link ->
                            !passing.get(all.position(link.getKey())) || !passing.get(all.position(link.getValue())));
        }
    }

    /** All that have a neighbour. */
    IntStream documents() {
        return IntStream.concat(
                next.keySet().stream().mapToInt(Integer::intValue),
                previous.keySet().stream().mapToInt(Integer::intValue));
    }

    /** Positions of what comes before, nearest first. */
    List<Integer> before(int document, Documents among) {
        return walk(document, previous, among);
    }

    /** Positions of what comes after, nearest first. */
    List<Integer> after(int document, Documents among) {
        return walk(document, next, among);
    }

    private static List<Integer> walk(int document, Map<Integer, Integer> links, Documents among) {
        var found = new ArrayList<Integer>(REACH);
        Integer at = links.get(document);
        while (at != null && found.size() < REACH && among.position(at) >= 0) {
            found.add(among.position(at));
            at = links.get(at);
        }
        return found;
    }
}
