package io.mnemesh.mesh.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a partition between their delivery and the moment Redis has their acknowledgement, across terms: an
 * entry that is delivered again meanwhile is left to the try that is under way. It has room for so many; the reader waits
 * until there is some. Confined to the loop of its partition.
 */
final class Flight {

    private final int capacity;
    private final Map<String, InFlight> entries = new HashMap<>();
    private @Nullable Runnable onRoom;

    Flight(int capacity) {
        this.capacity = capacity;
    }

    boolean contains(String stream, String id) {
        return entries.containsKey(InFlight.handle(stream, id));
    }

    void add(InFlight entry) {
        entries.put(entry.handle(), entry);
    }

    /** The entry is left to whoever is delivered it next. */
    void drop(InFlight entry) {
        entries.remove(entry.handle());
    }

    /** Redis has the acknowledgement of these entries. */
    void landed(String stream, List<String> ids) {
        ids.forEach(id -> entries.remove(InFlight.handle(stream, id)));
        Runnable continuation = onRoom;
        if (continuation != null && room() > 0) {
            onRoom = null;
            continuation.run();
        }
    }

    int room() {
        return capacity - entries.size();
    }

    /** Keeps the continuation until there is room, if there is none. */
    boolean waitsForRoom(Runnable continuation) {
        if (room() > 0) {
            return false;
        }
        onRoom = continuation;
        return true;
    }

    /** Nobody waits for room any more. */
    void forgetWaiter() {
        onRoom = null;
    }
}
