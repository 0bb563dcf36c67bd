package io.mnemesh.gateway.discovery;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was found. */
final class Noted implements Findings {

    final List<List<Endpoint>> found = new CopyOnWriteArrayList<>();
    final List<String> failures = new CopyOnWriteArrayList<>();

    @Override
    public void found(List<Endpoint> endpoints) {
        found.add(endpoints);
    }

    @Override
    public void failed(String reason) {
        failures.add(reason);
    }

    /** What was found last; nothing before. */
    List<Endpoint> last() {
        return found.isEmpty() ? List.of() : found.getLast();
    }
}
