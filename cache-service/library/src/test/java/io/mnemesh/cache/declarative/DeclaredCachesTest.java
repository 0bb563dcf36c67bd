package io.mnemesh.cache.declarative;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.cache.Tier;
import io.mnemesh.cache.core.TieredCacheFactory;
import io.mnemesh.cache.declarative.Catalogue.Book;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Declared caches in a running service, on a real Redis and a real PostgreSQL. */
@Tag("slow")
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class DeclaredCachesTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Book FIRST = new Book("b", "first", 1);
    private static final Book SECOND = new Book("b", "second", 2);

    @Inject
    Catalogue catalogue;

    @Inject
    DeclaredCaches declared;

    @Inject
    TieredCacheFactory factory;

    @Inject
    Vertx vertx;

    /** Every test has tenants of its own. */
    private final TenantId tenant = new TenantId("t-" + UUID.randomUUID());

    private final TenantId other = new TenantId("u-" + UUID.randomUUID());

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(WAIT);
    }

    @Test
    void shouldLoadOnceAndShareBetweenMethodsThatAnswerDifferently() throws Exception {
        catalogue.note(tenant, FIRST);

        assertThat(get(catalogue.find(tenant, "b"))).contains(FIRST);
        assertThat(get(catalogue.find(tenant, "b"))).contains(FIRST);
        assertThat(catalogue.findNow(tenant, "b")).contains(FIRST);

        assertThat(catalogue.loads(tenant)).isEqualTo(1);
    }

    @Test
    void shouldRememberThatThereIsNone() throws Exception {
        assertThat(get(catalogue.find(tenant, "b"))).isEmpty();
        assertThat(catalogue.findNow(tenant, "b")).isEqualTo(Optional.empty());

        assertThat(catalogue.loads(tenant)).isEqualTo(1);
    }

    @Test
    void shouldForgetWhenChanged() throws Exception {
        catalogue.note(tenant, FIRST);
        assertThat(get(catalogue.find(tenant, "b"))).contains(FIRST);

        assertThat(get(catalogue.write(tenant, SECOND))).isEqualTo(SECOND);

        assertThat(get(catalogue.find(tenant, "b"))).contains(SECOND);
        catalogue.writeNow(tenant, FIRST);
        assertThat(catalogue.findNow(tenant, "b")).contains(FIRST);
        assertThat(catalogue.loads(tenant)).isEqualTo(3);
    }

    @Test
    void shouldForgetWhenAChangeFailsHalfway() {
        catalogue.note(tenant, FIRST);
        assertThat(get(catalogue.find(tenant, "b"))).contains(FIRST);
        var bad = new Book("b", "bad", -1);

        assertThatThrownBy(() -> catalogue.writeNow(tenant, bad)).isInstanceOf(IllegalArgumentException.class);

        assertThat(get(catalogue.find(tenant, "b"))).contains(bad);
    }

    @Test
    void shouldForgetWhatHasTheTagAndNothingElse() {
        catalogue.note(tenant, new Book("a", "of the first edition", 1));
        catalogue.note(tenant, new Book("b", "of the second", 2));
        catalogue.note(tenant, new Book("c", "of the first too", 1));
        catalogue.note(other, new Book("a", "somebody else's", 1));
        readTagged();
        assertThat(catalogue.loads(tenant)).isEqualTo(3);

        assertThat(get(catalogue.withdraw(tenant, 1))).isEqualTo(1);

        readTagged();
        assertThat(catalogue.loads(tenant)).isEqualTo(5);
        assertThat(catalogue.loads(other)).isEqualTo(1);
    }

    private void readTagged() {
        for (String id : List.of("a", "b", "c")) {
            assertThat(get(catalogue.tagged(tenant, id))).isPresent();
        }
        assertThat(get(catalogue.tagged(other, "a"))).isPresent();
    }

    @Test
    void shouldForgetThatThereIsNoneByATagOfTheParameters() {
        assertThat(get(catalogue.tagged(tenant, "b"))).isEmpty();

        catalogue.rewriteNow(tenant, FIRST);

        assertThat(get(catalogue.tagged(tenant, "b"))).contains(FIRST);
    }

    @Test
    void shouldKeepNothingWhenALoadFails() {
        catalogue.note(tenant, FIRST);

        assertThatThrownBy(() -> get(catalogue.findOrThrow(tenant, "b")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The record is away.");
        assertThatThrownBy(() -> catalogue.findNow(tenant, "broken"))
                .isInstanceOf(IOException.class)
                .hasMessage("The record is broken.");

        assertThat(get(catalogue.find(tenant, "b"))).contains(FIRST);
        assertThat(catalogue.loads(tenant)).isEqualTo(3);
    }

    @Test
    void shouldKeepTenantsApart() {
        catalogue.note(tenant, FIRST);
        catalogue.note(other, SECOND);

        assertThat(get(catalogue.find(tenant, "b"))).contains(FIRST);
        assertThat(get(catalogue.find(other, "b"))).contains(SECOND);

        get(catalogue.write(other, FIRST));
        assertThat(get(catalogue.find(tenant, "b"))).contains(FIRST);
        assertThat(catalogue.loads(tenant)).isEqualTo(1);
    }

    @Test
    void shouldTakeTheTenantOfTheRequestAndLoadOnItsThread() {
        String first = shelf(tenant);
        String again = shelf(tenant);
        String others = shelf(other);

        String[] words = first.split(" ");
        assertThat(words).startsWith(tenant.value(), "a").hasSize(4);
        assertThat(words[2]).isEqualTo(words[3]);
        assertThat(again).startsWith(tenant + " a " + words[2] + " ");
        assertThat(others).startsWith(other + " a ");
        assertThat(catalogue.loads(tenant)).isEqualTo(1);
        assertThat(catalogue.loads(other)).isEqualTo(1);
        given().get("/catalogue/shelves/a").then().statusCode(401);
    }

    private static String shelf(TenantId tenant) {
        return given().auth()
                .oauth2(TestTokens.of(tenant.value(), "ana"))
                .get("/catalogue/shelves/a")
                .then()
                .statusCode(200)
                .extract()
                .asString();
    }

    @Test
    void shouldFailWhenNobodyIsKnownToAsk() {
        assertThatThrownBy(() -> catalogue.shelf("a"))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        problem -> assertThat(problem.type()).isEqualTo(ProblemType.UNAUTHENTICATED));
    }

    @Test
    void shouldRefuseToMakeAnEventLoopWait() throws Exception {
        var failure = new CompletableFuture<Throwable>();

        vertx.getOrCreateContext().runOnContext(nothing -> {
            try {
                catalogue.findNow(tenant, "b");
                failure.complete(new AssertionError("waited"));
            } catch (Exception e) {
                failure.complete(e);
            }
        });

        assertThat(failure.get(10, TimeUnit.SECONDS))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("findNow would make an event loop wait");
        assertThat(catalogue.loads(tenant)).isZero();
    }

    @Test
    void shouldAnswerAnEventLoopWithAUni() throws Exception {
        catalogue.note(tenant, FIRST);
        var found = new CompletableFuture<Optional<Book>>();

        vertx.getOrCreateContext()
                .runOnContext(nothing ->
                        catalogue.find(tenant, "b").subscribe().with(found::complete, found::completeExceptionally));

        assertThat(found.get(10, TimeUnit.SECONDS)).contains(FIRST);
    }

    @Test
    void shouldMakeTheCacheAsTheAnnotationAndTheConfigurationSay() throws Exception {
        var declaration = declared.declaration(Catalogue.class.getDeclaredMethod("find", TenantId.class, String.class));

        var spec =
                declared.place(declaration, new Object[] {tenant, "b"}).cache().spec();

        assertThat(spec.name()).isEqualTo("books");
        assertThat(spec.localTtl()).isEqualTo(Duration.ofMinutes(2));
        assertThat(spec.localMaxBytes()).isEqualTo(1 << 20);
        assertThat(spec.redisTtl()).isEqualTo(Duration.ofMinutes(10));
        assertThat(spec.postgresTtl()).isEqualTo(Duration.ofHours(1));
        assertThat(spec.negativeTtl()).isEqualTo(Duration.ofMinutes(1));
        assertThat(spec.loadTimeout()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void shouldCountAsAnyCache() {
        get(catalogue.find(tenant, "b"));
        get(catalogue.find(tenant, "b"));

        assertThat(factory.stats())
                .filteredOn(stats -> stats.name().equals("books"))
                .singleElement()
                .satisfies(stats -> assertThat(stats.tiers()).containsKeys(Tier.LOCAL, Tier.REDIS, Tier.POSTGRES))
                .satisfies(stats ->
                        assertThat(stats.tiers().get(Tier.LOCAL).hits()).isPositive());
    }
}
