package io.mnemesh.cache;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a bean that changes what a {@link Cached} method has loaded. When it has ended, and before its caller gets
 * the answer, the value is removed from every tier and every process, or all values with a tag; also when it failed or was
 * given up, which does not say that nothing was changed. Tenant and key are found as for {@link Cached}.
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE}) // on a type only for the interceptor itself
public @interface CacheInvalidate {

    /** Name of a cache that a {@link Cached} method of this service fills. */
    @Nonbinding
    String cache();

    /**
     * Tags to invalidate instead of one value: all values that have one of them end. Written as {@link Cached#tags}, of
     * parameters only; each is one that the methods that fill the cache give.
     */
    @Nonbinding
    String[] tags() default {};
}
