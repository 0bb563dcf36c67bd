package io.mnemesh.cache.declarative;

import io.mnemesh.cache.CacheInvalidate;
import io.mnemesh.cache.CacheKey;
import io.mnemesh.cache.Cached;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what is declared at one method, and refuses with a sentence what cannot work. */
final class DeclarationReader {

    private static final Set<String> SECURITY = Set.of("jakarta.annotation.security", "io.quarkus.security");

    private final Method method;
    private final Refusal refusal;

    private DeclarationReader(Method method) {
        this.method = method;
        this.refusal = new Refusal(method);
    }

    /**
     * @return empty if nothing is declared
     * @throws IllegalStateException if the declaration cannot work
     */
    static Optional<Declaration> read(Method method) {
        return new DeclarationReader(method).declaration();
    }

    private Optional<Declaration> declaration() {
        Cached cached = method.getAnnotation(Cached.class);
        CacheInvalidate invalidate = method.getAnnotation(CacheInvalidate.class);
        if (cached != null) {
            refusal.unless(invalidate == null, "is @Cached and @CacheInvalidate; a method loads or changes, not both.");
            var answer = Answer.of(method);
            checkLoad(answer);
            return Optional.of(
                    declaration(cached.cache(), cached, answer, key(), TagText.all(method, cached.tags(), answer)));
        }
        if (invalidate != null) {
            checkChange();
            var tags = TagText.all(method, invalidate.tags(), null);
            refusal.unless(
                    tags.isEmpty() || namedParts().length == 0,
                    "invalidates tags and has a @CacheKey; it invalidates one value or what has the tags, not both.");
            var key = tags.isEmpty() ? key() : List.<KeyPart>of();
            return Optional.of(declaration(invalidate.cache(), null, Answer.of(method), key, tags));
        }
        return Optional.empty();
    }

    private Declaration declaration(
            String cache, @Nullable Cached settings, Answer answer, List<KeyPart> key, List<TagText> tags) {
        int modifiers = method.getModifiers();
        refusal.unless(
                !Modifier.isStatic(modifiers) && !Modifier.isPrivate(modifiers) && !Modifier.isFinal(modifiers),
                "is static, private or final, which no interceptor sees.");
        return new Declaration(method, cache, settings, answer, tenant(), key, tags);
    }

    private void checkLoad(Answer answer) {
        refusal.unless(
                answer.value() != void.class && answer.value() != Void.class,
                "is @Cached and answers with nothing; what is cached is a value or a Uni of one.");
        refusal.unless(
                ValueTypes.known(answer.value()),
                "is @Cached and answers with " + answer.value().getTypeName()
                        + "; what is cached is a record, an enum, text, a number, a time, or an array, list, set or map"
                        + " of these.");
        refusal.unless(
                Stream.of(method.getAnnotations(), method.getDeclaringClass().getAnnotations())
                        .flatMap(Arrays::stream)
                        .noneMatch(annotation ->
                                SECURITY.contains(annotation.annotationType().getPackageName())),
                "is @Cached and asks who its caller is; a cached answer would be given to callers it refuses.");
    }

    private void checkChange() {
        Class<?> answer = method.getReturnType();
        refusal.unless(
                !Future.class.isAssignableFrom(answer)
                        && !CompletionStage.class.isAssignableFrom(answer)
                        && !Flow.Publisher.class.isAssignableFrom(answer),
                "is @CacheInvalidate and answers with " + answer.getSimpleName()
                        + ", of which it cannot be told when the change is done; let it be a Uni.");
    }

    private TenantSource tenant() {
        Class<?>[] types = method.getParameterTypes();
        int[] sources =
                IntStream.range(0, types.length).filter(i -> isTenant(types[i])).toArray();
        refusal.unless(sources.length <= 1, "has " + sources.length + " parameters that name a tenant; let it be one.");
        if (sources.length == 0) {
            return new TenantSource.OfRequest(Declaration.name(method));
        }
        return types[sources[0]] == TenantId.class
                ? new TenantSource.Named(sources[0])
                : new TenantSource.OfCaller(sources[0]);
    }

    private static boolean isTenant(Class<?> type) {
        return type == TenantId.class || type == Identity.class;
    }

    private List<KeyPart> key() {
        Parameter[] parameters = method.getParameters();
        int[] named = namedParts();
        if (named.length > 0) {
            return Arrays.stream(named).mapToObj(i -> part(i, parameters[i])).toList();
        }
        refusal.unless(
                !List.of(method.getParameterTypes()).contains(Identity.class),
                "has a parameter of type Identity, on which its answer may depend; say with @CacheKey what the key is.");
        return IntStream.range(0, parameters.length)
                .filter(i -> !isTenant(parameters[i].getType()))
                .mapToObj(i -> part(i, parameters[i]))
                .toList();
    }

    private int[] namedParts() {
        Parameter[] parameters = method.getParameters();
        return IntStream.range(0, parameters.length)
                .filter(i -> parameters[i].isAnnotationPresent(CacheKey.class))
                .toArray();
    }

    private KeyPart part(int index, Parameter parameter) {
        CacheKey annotation = parameter.getAnnotation(CacheKey.class);
        return new PartReader(refusal, "key", " Say with @CacheKey what the key is.")
                .read(index, parameter.getName(), parameter.getType(), annotation == null ? "" : annotation.value());
    }
}
