package io.mnemesh.gateway.relay.message;

import io.mnemesh.gateway.edge.RouteTable;
import io.mnemesh.gateway.edge.Service;
import io.mnemesh.mesh.problem.ProblemException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What may be relayed. Paths are plain: no query, no escapes, and no segment that begins with a dot, so that every server
 * reads them alike.
 */
@ApplicationScoped
class MessageTargets {

    private static final Pattern PLAIN = Pattern.compile("(/[A-Za-z0-9_~:@-][A-Za-z0-9._~:@-]*)+");
    private static final Pattern ENTRY =
            Pattern.compile("(POST|PUT|PATCH|DELETE) ((?:/(?:\\*|[A-Za-z0-9_~:@-][A-Za-z0-9._~:@-]*))+)");
    private static final int LONGEST_PATH = 512;

    private record Allowed(Service service, String method, Pattern path) {}

    private final RouteTable routes;
    private final List<Allowed> allowed = new ArrayList<>();

    /** @throws IllegalArgumentException if an entry is not like {@code POST /api/memories}, or its path is of no service */
    @Inject
    MessageTargets(MessageConfig config, RouteTable routes) {
        this.routes = routes;
        for (String entry : config.allowed()) {
            allowed.add(read(entry.strip(), routes));
        }
    }

    private static Allowed read(String entry, RouteTable routes) {
        var parts = ENTRY.matcher(entry);
        Service service = parts.matches() ? routes.find(parts.group(2)) : null;
        if (service == null) {
            throw new IllegalArgumentException("mnemesh.gateway.messages.allowed has '" + entry
                    + "': an entry is a method and the path of a service, like POST /api/memories.");
        }
        String path = Arrays.stream(parts.group(2).substring(1).split("/", -1))
                .map(segment -> segment.equals("*") ? "[^/_][^/]*" : Pattern.quote(segment))
                .collect(Collectors.joining("/", "/", ""));
        return new Allowed(service, parts.group(1), Pattern.compile(path));
    }

    /**
     * Reads where a message is to go.
     *
     * @throws ProblemException {@code invalid-value} naming what is wrong
     */
    Target read(@Nullable String service, @Nullable String method, @Nullable String path) {
        Service wanted = Arrays.stream(Service.values())
                .filter(one -> one.key().equals(service))
                .findFirst()
                .orElseThrow(() -> ProblemException.invalid("service", "Name a service: " + names() + "."));
        String verb = Objects.requireNonNullElse(method, "").toUpperCase(Locale.ROOT);
        if (allowed.stream().noneMatch(one -> one.service == wanted && one.method.equals(verb))) {
            throw ProblemException.invalid("method", "Nothing is relayed to " + wanted.key() + " with this method.");
        }
        if (path == null || path.length() > LONGEST_PATH || !PLAIN.matcher(path).matches()) {
            throw ProblemException.invalid(
                    "path", "Send a path like /api/memories, without a query, escapes or dot segments.");
        }
        var target = new Target(wanted, verb, path);
        if (!isAllowed(target)) {
            throw ProblemException.invalid("path", "This is not among what is relayed to " + wanted.key() + ".");
        }
        return target;
    }

    /** Whether a message may still go there. */
    boolean isAllowed(Target target) {
        return routes.find(target.path()) == target.service()
                && allowed.stream()
                        .anyMatch(one -> one.service == target.service()
                                && one.method.equals(target.method())
                                && one.path.matcher(target.path()).matches());
    }

    private static String names() {
        return Arrays.stream(Service.values()).map(Service::key).collect(Collectors.joining(", "));
    }
}
