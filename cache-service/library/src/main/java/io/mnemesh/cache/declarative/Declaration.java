package io.mnemesh.cache.declarative;

import io.mnemesh.cache.Cached;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.TenantId;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is declared at one method, checked.
 *
 * @param cache    name of the cache
 * @param settings of a method that loads; null for one that invalidates
 */
record Declaration(
        Method method, String cache, @Nullable Cached settings, Answer answer, TenantSource tenant, List<KeyPart> key) {

    TenantId tenant(@Nullable Object[] arguments, CurrentIdentity current) {
        return tenant.of(arguments, current);
    }

    String key(@Nullable Object[] arguments) {
        return KeyText.of(key.stream().map(part -> part.of(arguments)).toList());
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
