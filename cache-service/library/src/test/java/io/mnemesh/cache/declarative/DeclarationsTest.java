package io.mnemesh.cache.declarative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.cache.CacheInvalidate;
import io.mnemesh.cache.CacheKey;
import io.mnemesh.cache.Cached;
import io.mnemesh.mesh.tenancy.CurrentIdentity;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.enterprise.context.ContextNotActiveException;
import jakarta.enterprise.inject.Vetoed;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DeclarationsTest {

    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId GLOBEX = new TenantId("globex");
    private static final Identity ANA = new Identity(ACME, "ana", Set.of(), Set.of());
    private static final CurrentIdentity CURRENT = () -> ANA;

    record Thing(String name) {}

    record Page<T>(List<T> items) {}

    private static Declaration of(Class<?> type) {
        return Declarations.of(List.of(type)).getFirst();
    }

    @Vetoed
    static class Good {
        @Cached(cache = "things")
        Uni<Optional<Thing>> find(TenantId tenant, UUID id, int version) {
            return Uni.createFrom().item(Optional.empty());
        }
    }

    @Test
    void shouldReadTenantKeyAndValueFromTheMethod() {
        var declaration = of(Good.class);
        var id = UUID.randomUUID();

        assertThat(declaration.answer()).isEqualTo(new Answer(true, true, Thing.class));
        assertThat(declaration.tenant(new Object[] {GLOBEX, id, 7}, CURRENT)).isEqualTo(GLOBEX);
        assertThat(declaration.key(new Object[] {GLOBEX, id, 7})).isEqualTo(id + "/7");
        assertThat(declaration.keyTypes()).containsExactly(UUID.class, Integer.class);
    }

    @Vetoed
    static class OfRequest {
        @Cached(cache = "things")
        List<Thing> all() {
            return List.of();
        }
    }

    @Test
    void shouldTakeTheTenantOfTheRequestWhenNoParameterNamesOne() {
        var declaration = of(OfRequest.class);

        assertThat(declaration.tenant(new Object[0], CURRENT)).isEqualTo(ACME);
        assertThat(declaration.key(new Object[0])).isEqualTo("*");
        assertThat(declaration.answer().eventual()).isFalse();
    }

    @Test
    void shouldFailWithASentenceWhenThereIsNoRequestEither() {
        var declaration = of(OfRequest.class);

        assertThatThrownBy(() -> declaration.tenant(new Object[0], () -> {
                    throw new ContextNotActiveException();
                }))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("OfRequest.all has no tenant outside of a request; give it a parameter of type TenantId.");
    }

    @Vetoed
    static class OfCaller {
        @Cached(cache = "things")
        String greeting(@CacheKey("subject") Identity caller, @CacheKey String language, Object log) {
            return "";
        }
    }

    @Test
    void shouldTakeWhatIsAnnotatedAndComponentsOfRecordsAsKey() {
        var declaration = of(OfCaller.class);
        var arguments = new Object[] {new Identity(GLOBEX, "bob", Set.of(), Set.of()), "en", new Object()};

        assertThat(declaration.tenant(arguments, CURRENT)).isEqualTo(GLOBEX);
        assertThat(declaration.key(arguments)).isEqualTo("bob/en");
    }

    @Vetoed
    static class Shared {
        @Cached(cache = "things")
        Uni<Thing> one(TenantId tenant, long id) {
            return Uni.createFrom().nullItem();
        }

        @Cached(cache = "things")
        Optional<Thing> same(TenantId tenant, Long id) {
            return Optional.empty();
        }

        @CacheInvalidate(cache = "things")
        void change(TenantId tenant, @CacheKey long id, Thing to) {}
    }

    @Test
    void shouldLetMethodsThatAgreeShareACache() {
        assertThat(Declarations.of(List.of(Shared.class))).hasSize(3);
    }

    @ParameterizedTest
    @MethodSource
    void shouldRefuseWhatCannotWork(Class<?> type, String sentence) {
        assertThatThrownBy(() -> Declarations.of(List.of(type)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(sentence)
                .hasMessageContaining(type.getSimpleName());
    }

    static Stream<Arguments> shouldRefuseWhatCannotWork() {
        return Stream.of(
                Arguments.of(Nothing.class, "answers with nothing"),
                Arguments.of(EventuallyNothing.class, "answers with nothing"),
                Arguments.of(Anything.class, "answers with java.lang.Object; what is cached is a record"),
                Arguments.of(Unknown.class, "answers with java.lang.StringBuilder; what is cached is a record"),
                Arguments.of(Raw.class, "what is cached is a record"),
                Arguments.of(Variable.class, "answers with T; what is cached is a record"),
                Arguments.of(Streamed.class, "what is cached is a record"),
                Arguments.of(Staged.class, "what is cached is a record"),
                Arguments.of(Guarded.class, "asks who its caller is"),
                Arguments.of(Fixed.class, "is static, private or final"),
                Arguments.of(Hidden.class, "is static, private or final"),
                Arguments.of(TwoTenants.class, "has 2 parameters that name a tenant"),
                Arguments.of(CallerInTheDark.class, "say with @CacheKey what the key is"),
                Arguments.of(OddKey.class, "takes 'thing' of type Thing into its key"),
                Arguments.of(DoubleKey.class, "takes 'share' of type double into its key"),
                Arguments.of(NoComponent.class, "component 'id' of Thing, which has none of that name"),
                Arguments.of(Both.class, "a method loads or changes, not both"),
                Arguments.of(Unfilled.class, "'nothing', which no @Cached method of this service fills"),
                Arguments.of(StagedChange.class, "of which it cannot be told when the change is done"),
                Arguments.of(TwoTypes.class, "use the cache 'things' with values of different types"),
                Arguments.of(TwoKeys.class, "use the cache 'things' with keys of different types"),
                Arguments.of(TwoTimes.class, "use the cache 'things' and say different things about it"),
                Arguments.of(OnType.class, "declare it at each method"));
    }

    @Vetoed
    static class Nothing {
        @Cached(cache = "things")
        void none(TenantId tenant) {}
    }

    @Vetoed
    static class EventuallyNothing {
        @Cached(cache = "things")
        Uni<Void> none(TenantId tenant) {
            return Uni.createFrom().voidItem();
        }
    }

    @Vetoed
    static class Anything {
        @Cached(cache = "things")
        Uni<Object> any(TenantId tenant) {
            return Uni.createFrom().nullItem();
        }
    }

    @Vetoed
    static class Unknown {
        @Cached(cache = "things")
        StringBuilder unknown(TenantId tenant) {
            return new StringBuilder();
        }
    }

    @Vetoed
    @SuppressWarnings("rawtypes")
    static class Raw {
        @Cached(cache = "things")
        Uni<List> raw(TenantId tenant) {
            return Uni.createFrom().nullItem();
        }
    }

    @Vetoed
    static class Variable<T> {
        @Cached(cache = "things")
        Uni<T> one(TenantId tenant) {
            return Uni.createFrom().nullItem();
        }
    }

    @Vetoed
    static class Streamed {
        @Cached(cache = "things")
        Multi<Thing> all(TenantId tenant) {
            return Multi.createFrom().empty();
        }
    }

    @Vetoed
    static class Staged {
        @Cached(cache = "things")
        CompletionStage<Thing> one(TenantId tenant) {
            return Uni.createFrom().<Thing>nullItem().subscribeAsCompletionStage();
        }
    }

    @Vetoed
    static class Guarded {
        @Cached(cache = "things")
        @RolesAllowed("admin")
        String secret(TenantId tenant) {
            return "";
        }
    }

    @Vetoed
    static class Fixed {
        @Cached(cache = "things")
        final String one(TenantId tenant) {
            return "";
        }
    }

    @Vetoed
    static class Hidden {
        @Cached(cache = "things")
        @SuppressWarnings({"UnusedMethod", "UnusedVariable"}) // found by reflection
        private String one(TenantId tenant) {
            return "";
        }
    }

    @Vetoed
    static class TwoTenants {
        @Cached(cache = "things")
        String one(TenantId tenant, @CacheKey("subject") Identity caller) {
            return "";
        }
    }

    @Vetoed
    static class CallerInTheDark {
        @Cached(cache = "things")
        String one(Identity caller, String id) {
            return "";
        }
    }

    @Vetoed
    static class OddKey {
        @Cached(cache = "things")
        String one(TenantId tenant, Thing thing) {
            return "";
        }
    }

    @Vetoed
    static class DoubleKey {
        @Cached(cache = "things")
        String one(TenantId tenant, double share) {
            return "";
        }
    }

    @Vetoed
    static class NoComponent {
        @Cached(cache = "things")
        String one(TenantId tenant, @CacheKey("id") Thing thing) {
            return "";
        }
    }

    @Vetoed
    static class Both {
        @Cached(cache = "things")
        @CacheInvalidate(cache = "things")
        String one(TenantId tenant) {
            return "";
        }
    }

    @Vetoed
    static class Unfilled {
        @CacheInvalidate(cache = "nothing")
        void change(TenantId tenant) {}
    }

    @Vetoed
    static class StagedChange {
        @CacheInvalidate(cache = "things")
        CompletionStage<Void> change(TenantId tenant) {
            return Uni.createFrom().voidItem().subscribeAsCompletionStage();
        }
    }

    @Vetoed
    static class TwoTypes {
        @Cached(cache = "things")
        int one(TenantId tenant) {
            return 1;
        }

        @Cached(cache = "things")
        Integer other(TenantId tenant) {
            return 1;
        }
    }

    @Vetoed
    static class TwoKeys {
        @Cached(cache = "things")
        String one(TenantId tenant, UUID id) {
            return "";
        }

        @CacheInvalidate(cache = "things")
        void change(TenantId tenant, String id) {}
    }

    @Vetoed
    static class TwoTimes {
        @Cached(cache = "things", local = "1s")
        String one(TenantId tenant) {
            return "";
        }

        @Cached(cache = "things", local = "2s")
        String other(TenantId tenant) {
            return "";
        }
    }

    @Vetoed
    @Cached(cache = "things")
    static class OnType {}

    @Vetoed
    static class Types {
        Page<Thing> page() {
            return new Page<>(List.of());
        }

        Map<UUID, List<Thing[]>> nested() {
            return Map.of();
        }

        List<? extends Thing> wild() {
            return List.of();
        }

        Page<Object> open() {
            return new Page<>(List.of());
        }
    }

    private static Type type(String method) throws NoSuchMethodException {
        return Types.class.getDeclaredMethod(method).getGenericReturnType();
    }

    @Test
    void shouldKnowATypeOnlyIfItIsKnownAllThrough() throws Exception {
        assertThat(ValueTypes.known(type("page"))).isTrue();
        assertThat(ValueTypes.known(type("nested"))).isTrue();
        assertThat(ValueTypes.known(type("wild"))).isFalse();
        assertThat(ValueTypes.known(type("open"))).isFalse();
        assertThat(ValueTypes.known(Page.class)).isFalse();
        assertThat(ValueTypes.known(byte[].class)).isTrue();
    }
}
