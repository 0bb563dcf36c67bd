package io.mnemesh.cache;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A parameter that is a part of the key: text, a whole number, a truth value, a UUID, an enum, an {@code Instant} or a
 * {@code LocalDate}, or a record that has one as a component. A native image needs that record registered for reflection.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.PARAMETER)
public @interface CacheKey {

    /** Name of the component of a record that is the part; empty for the parameter itself. */
    String value() default "";
}
