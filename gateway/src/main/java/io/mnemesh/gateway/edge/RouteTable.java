package io.mnemesh.gateway.edge;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The public paths of the services. The longest matching prefix wins; prefixes end at a slash or at the path's end. */
@ApplicationScoped
public class RouteTable {

    private record Entry(String prefix, Service service) {}

    private final List<Entry> longestFirst;

    @Inject
    public RouteTable(RoutesConfig config) {
        Map<String, Service> owners = new HashMap<>();
        for (Service service : Service.values()) {
            for (String prefix : config.of(service)) {
                requireForm(service, prefix);
                Service other = owners.put(prefix, service);
                if (other != null) {
                    throw new IllegalArgumentException("mnemesh.gateway.routes gives '" + prefix + "' to " + other.key()
                            + " and to " + service.key() + ": a path belongs to one service.");
                }
            }
        }
        var entries = new ArrayList<Entry>();
        owners.forEach((prefix, service) -> entries.add(new Entry(prefix, service)));
        entries.sort(Comparator.comparingInt((Entry entry) -> entry.prefix().length())
                .reversed()
                .thenComparing(Entry::prefix));
        this.longestFirst = List.copyOf(entries);
    }

    /** The service this path belongs to, or null. */
    public @Nullable Service find(String path) {
        for (Entry entry : longestFirst) {
            String prefix = entry.prefix();
            if (path.startsWith(prefix) && (path.length() == prefix.length() || path.charAt(prefix.length()) == '/')) {
                return entry.service();
            }
        }
        return null;
    }

    private static void requireForm(Service service, String prefix) {
        if (!prefix.matches("(/[A-Za-z0-9._-]+)+")) {
            throw new IllegalArgumentException("mnemesh.gateway.routes." + service.key() + " has '" + prefix
                    + "': a route is a path like /api/memories, without a slash at its end.");
        }
    }
}
