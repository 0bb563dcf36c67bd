package io.mnemesh.mesh.identity;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The requests that need no token. Matches the normalised path, so that no spelling of a path opens another. */
@ApplicationScoped
class OpenPaths {

    private final List<Pattern> patterns;

    @Inject
    OpenPaths(IdentityConfig config) {
        var all = new ArrayList<>(config.openPaths());
        config.alsoOpen().ifPresent(all::addAll);
        this.patterns = all.stream().map(Pattern::parse).toList();
    }

    boolean isOpen(String method, String normalizedPath) {
        for (Pattern pattern : patterns) {
            if (pattern.matches(method, normalizedPath)) {
                return true;
            }
        }
        return false;
    }

    /** One entry of the list; an empty method stands for all. */
    private record Pattern(String method, String path, boolean prefix) {

        static Pattern parse(String entry) {
            String[] words = entry.strip().split("\\s+", 2);
            String method = words.length == 2 ? words[0].toUpperCase(Locale.ROOT) : "";
            String path = words[words.length - 1];
            if (!path.startsWith("/") || path.equals("/*")) {
                throw new IllegalArgumentException("mnemesh.identity.open-paths has '" + entry
                        + "': an entry is an optional method and a path below '/', for example 'GET /docs/*'.");
            }
            boolean prefix = path.endsWith("*");
            return new Pattern(method, prefix ? path.substring(0, path.length() - 1) : path, prefix);
        }

        boolean matches(String askedMethod, String askedPath) {
            if (!method.isEmpty() && !method.equals(askedMethod)) {
                return false;
            }
            return prefix ? askedPath.startsWith(path) : askedPath.equals(path);
        }
    }
}
