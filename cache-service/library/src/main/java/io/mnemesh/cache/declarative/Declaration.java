package io.mnemesh.cache.declarative;

import io.mnemesh.cache.Cached;
import io.mnemesh.cache.Tagged;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is declared at one method, checked.
 *
 * @param cache    name of the cache
 * @param settings of a method that loads; null for one that invalidates
 * @param key      parts of the key; none for a method that invalidates tags
 * @param tags     of what a method loads, or that it invalidates instead of one value
 */
record Declaration(
        Method method,
        String cache,
        @Nullable Cached settings,
        Answer answer,
        TenantSource tenant,
        List<KeyPart> key,
        List<TagText> tags) {

    TenantId tenant(@Nullable Object[] arguments, CurrentIdentity current) {
        return tenant.of(arguments, current);
    }

    String key(@Nullable Object[] arguments) {
        return KeyText.of(key.stream().map(part -> part.of(arguments)).toList());
    }

    /** @param answer what the cache holds of it; null if there is none or it is not known */
    Set<String> tags(@Nullable Object[] arguments, @Nullable Object answer) {
        return tags.stream().flatMap(tag -> tag.of(arguments, answer).stream()).collect(Collectors.toUnmodifiableSet());
    }

    /** What the cache holds of what the method answered. */
    Tagged<Object> held(@Nullable Object[] arguments, @Nullable Object answered) {
        Object held = answer.held(answered);
        return new Tagged<>(held, tags(arguments, held));
    }

    /** Whether it invalidates tags and not one value. */
    boolean isOfTags() {
        return settings == null && !tags.isEmpty();
    }

    List<Class<?>> keyTypes() {
        return key.stream().<Class<?>>map(KeyPart::type).toList();
    }

    /** The method as sentences name it. */
    String name() {
        return name(method);
    }

    static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }
}
