package io.mnemesh.cache.declarative;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.cache.CacheInvalidate;
import io.mnemesh.cache.CacheKey;
import io.mnemesh.cache.Cached;
import io.mnemesh.cache.Tagged;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.enterprise.inject.Vetoed;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TagTextTest {

    private static final TenantId ACME = new TenantId("acme");

    record Thing(UUID id, String shelf, List<String> words) {}

    @Vetoed
    static class Good {
        @Cached(
                cache = "things",
                tags = {"all", "thing:{id}/{language}", "shelf:{answer.shelf}"})
        Optional<Thing> one(TenantId tenant, UUID id, String language) {
            return Optional.empty();
        }

        @CacheInvalidate(
                cache = "things",
                tags = {"shelf:{name}", "all"})
        void clear(TenantId tenant, String name) {}
    }

    @Test
    void shouldWriteArgumentsAndAnswersIntoTheirPlaces() {
        var loading = Declarations.of(List.of(Good.class)).stream()
                .filter(declaration -> !declaration.isOfTags())
                .findFirst()
                .orElseThrow();
        var id = UUID.randomUUID();
        var thing = new Thing(id, "a/b", List.of());
        var arguments = new Object[] {ACME, id, "en"};

        assertThat(loading.held(arguments, Optional.of(thing)))
                .isEqualTo(new Tagged<>(thing, Set.of("all", "thing:" + id + "/en", "shelf:a%2Fb")));
        assertThat(loading.held(arguments, Optional.empty()))
                .isEqualTo(new Tagged<>(null, Set.of("all", "thing:" + id + "/en")));
    }

    @Test
    void shouldInvalidateWhatItNamesAndHaveNoKey() {
        var change = Declarations.of(List.of(Good.class)).stream()
                .filter(Declaration::isOfTags)
                .findFirst()
                .orElseThrow();

        assertThat(change.tags(new Object[] {ACME, "100%"}, null)).containsExactlyInAnyOrder("shelf:100%25", "all");
        assertThat(change.key()).isEmpty();
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
                Arguments.of(Empty.class, "declares an empty tag"),
                Arguments.of(Open.class, "'{shelf' opens or closes a place that it does not name"),
                Arguments.of(Unknown.class, "names 'shelf' in a tag, but has no parameter of that name"),
                Arguments.of(NoComponent.class, "takes as tag the component 'name' of Thing, which has none"),
                Arguments.of(OddPart.class, "takes 'answer.words' of type List into its tag; a part of a tag is text"),
                Arguments.of(AnswerOfAChange.class, "names 'answer' in a tag, but has no parameter of that name"),
                Arguments.of(KeyAndTags.class, "it invalidates one value or what has the tags, not both"),
                Arguments.of(
                        NotGiven.class,
                        "invalidates tags 'shelf:{Long}' of the cache 'things', whose values have"
                                + " [shelf:{String}]"));
    }

    @Vetoed
    static class Empty {
        @Cached(cache = "things", tags = "")
        String one(TenantId tenant) {
            return "";
        }
    }

    @Vetoed
    static class Open {
        @Cached(cache = "things", tags = "{shelf")
        String one(TenantId tenant, String shelf) {
            return "";
        }
    }

    @Vetoed
    static class Unknown {
        @Cached(cache = "things", tags = "{shelf}")
        String one(TenantId tenant) {
            return "";
        }
    }

    @Vetoed
    static class NoComponent {
        @Cached(cache = "things", tags = "{answer.name}")
        Thing one(TenantId tenant, UUID id) {
            return new Thing(id, "", List.of());
        }
    }

    @Vetoed
    static class OddPart {
        @Cached(cache = "things", tags = "{answer.words}")
        Thing one(TenantId tenant, UUID id) {
            return new Thing(id, "", List.of());
        }
    }

    @Vetoed
    static class AnswerOfAChange {
        @CacheInvalidate(cache = "things", tags = "{answer}")
        String change(TenantId tenant) {
            return "";
        }
    }

    @Vetoed
    static class KeyAndTags {
        @CacheInvalidate(cache = "things", tags = "all")
        void change(TenantId tenant, @CacheKey String id) {}
    }

    @Vetoed
    static class NotGiven {
        @Cached(cache = "things", tags = "shelf:{shelf}")
        String one(TenantId tenant, String shelf) {
            return "";
        }

        @CacheInvalidate(cache = "things", tags = "shelf:{number}")
        void change(TenantId tenant, long number) {}
    }
}
