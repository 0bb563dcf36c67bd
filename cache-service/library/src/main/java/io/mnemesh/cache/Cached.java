package io.mnemesh.cache;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A method of a bean whose answer is looked for in a {@link HierarchicalCache} first; the method is its loader:
 *
 * <pre>{@code
 * @Cached(cache = "conversations", postgres = "24h", tags = "workspace:{answer.workspace}")
 * Uni<Optional<Conversation>> find(TenantId tenant, String id)
 * }</pre>
 *
 * <p>It answers with a value or a {@code Uni} of one. What it loads is a record, an enum, text, a number, a time, an
 * array, or a list, set or map of these; null and an empty {@code Optional} mean that there is none. Values are shared:
 * treat them as immutable. A native image needs records registered for reflection. A method that answers with a plain
 * value runs on the thread of its caller, which must not be an event loop.
 *
 * <p>The tenant is the one parameter of type {@code TenantId} or {@code Identity}, else that of the running request's
 * verified caller. The key is made of the parameters with {@link CacheKey}; if there is none, of all but the tenant. Keys
 * are told to all instances and outlive the values, so they hold nothing personal.
 *
 * <p>Times are written as in the configuration ({@code 30s}, {@code 24h}, {@code PT1M}), sizes likewise ({@code 16M});
 * {@code ${some.key}} stands for what the configuration says. Methods that name one cache agree in all that is said here,
 * in the type of the value and in the types of the key. A declaration that cannot work ends the start of the service.
 */
@Documented
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE}) // on a type only for the interceptor itself
public @interface Cached {

    /** Name of the cache: 1 to 40 characters of {@code a-z 0-9 -}, unique in the service. */
    @Nonbinding
    String cache();

    /** Time in L1; zero turns the tier off. */
    @Nonbinding
    String local() default "1m";

    /** What L1 may hold, keys and values. */
    @Nonbinding
    String localSize() default "16M";

    /** Time in L2; zero turns the tier off. */
    @Nonbinding
    String redis() default "10m";

    /** Time in L3; zero turns the tier off. */
    @Nonbinding
    String postgres() default "0s";

    /** How long "there is none" is remembered; zero turns it off. */
    @Nonbinding
    String negative() default "0s";

    /**
     * Tags of what is loaded. {@code {name}} stands for the parameter of that name, {@code {answer}} for what the method
     * answers with, and {@code {name.component}} for a component of one that is a record; what may stand in a key may stand
     * there. A tag that takes something from the answer is left out when there is none. A tag
     * of more than 128 bytes fails the call with {@code invalid-value}.
     */
    @Nonbinding
    String[] tags() default {};

    /** Time the method may take; then its callers fail with {@code deadline-exceeded}. */
    @Nonbinding
    String timeout() default "5s";
}
