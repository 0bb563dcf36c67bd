package io.mnemesh.cache.declarative;

import java.util.List;
import java.util.stream.Stream;

/**
 * The classes of beans that declare caches at their methods, as they were found when the service was built.
 *
 * @param classes binary names
 */
public record CachedBeans(List<String> classes) {

    public CachedBeans {
        classes = List.copyOf(classes);
    }

    /** Those that the running service has: a native image leaves out beans that nobody uses. */
    List<Class<?>> load(ClassLoader loader) {
        return classes.stream().flatMap(name -> load(name, loader)).toList();
    }

    private static Stream<Class<?>> load(String name, ClassLoader loader) {
        try {
            return Stream.of(Class.forName(name, false, loader));
        } catch (ClassNotFoundException e) {
            return Stream.empty();
        }
    }
}
