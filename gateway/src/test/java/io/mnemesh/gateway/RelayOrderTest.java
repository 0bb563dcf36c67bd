package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import io.mnemesh.gateway.relay.InstanceStatus;
import io.mnemesh.gateway.relay.SecondGateway;
import io.mnemesh.mesh.order.GatewayOrder;
import io.mnemesh.mesh.order.GatewayOrders;
import io.mnemesh.mesh.order.GatewayWord;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders of the orchestrator as the gateways follow them: two of them, over a real Redis. */
@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(RelayInstances.class)
class RelayOrderTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String REASON = "X-Mnemesh-Route-Reason";
    private static final String PRIORITY = "X-Mnemesh-Priority";

    @Inject
    GatewayOrders orders;

    @Inject
    SecondGateway second;

    @Inject
    RedisLines redis;

    @Inject
    Clock clock;

    private final List<UUID> given = new ArrayList<>();
    private String token;

    @BeforeEach
    void start() {
        token = Tokens.admin();
        second.start();
    }

    @AfterEach
    void stop() {
        given.forEach(id -> done(orders.takeBack(id)));
        await().atMost(SOON).until(() -> count("ordered") == 0 && get("/api/memories/1", "low") == 200);
        second.stop();
    }

    @Test
    void shouldSendNothingToAnInstanceInAnyGatewayUntilTheOrderIsTakenBack() {
        String slow = addresses("memory")[0];

        UUID id = give("memory", slow, 0, Duration.ofMinutes(1), false);

        List<GatewayWord.Answer> answers = answers(id, 2);
        assertThat(answers).allMatch(GatewayWord.Answer::follows);
        assertThat(answers.getFirst().text()).startsWith("No request is sent to memory at " + slow + " until ");
        assertThat(state(slow)).isEqualTo("ordered");
        for (int i = 0; i < 10; i++) {
            request("/api/memories/1", "normal")
                    .statusCode(200)
                    .header(RelayInstances.INSTANCE, "good")
                    .header(REASON, containsString("; ordered-out=1"));
        }
        status("memory")
                .body("instances[0].state", equalTo("ordered"))
                .body("instances[0].reason", equalTo("It fails."))
                .body("instances[0].weight", equalTo(0f))
                .body("instances[0].ordered.order", equalTo(id.toString()))
                .body("instances[0].ordered.until", notNullValue());

        done(orders.takeBack(id));

        await().atMost(SOON).until(() -> !state(slow).equals("ordered") && count("ordered") == 0);
    }

    @Test
    void shouldRefuseBulkLoadOnlyAndSayWhyUntilTheOrderEnds() {
        GatewayOrder order = order("memory", null, 0, Duration.ofMinutes(2), false);
        UUID id = order.id();
        given.add(id);
        done(orders.give(order));
        answers(id, 2);

        request("/api/memories/1", "low")
                .statusCode(503)
                .header("Retry-After", notNullValue())
                .header(REASON, startsWith("shed; priority=low; order=" + id))
                .body("type", containsString("unavailable"))
                .body("service", equalTo("memory"))
                .body("priority", equalTo("low"))
                .body("order", equalTo(id.toString()))
                .body("detail", containsString("takes no work of low priority"));
        assertThat(get("/api/memories/1", "normal")).isEqualTo(200);
        assertThat(get("/api/memories/1", "high")).isEqualTo(200);
        assertThat(get("/v1/models", "low")).as("another service").isEqualTo(200);
        status("memory")
                .body("shedding.order", equalTo(id.toString()))
                .body("shedding.share", equalTo(0f))
                .body("shedding.reason", equalTo("It fails."));

        done(orders.renew(order.until(clock.instant().plusSeconds(1)))); // and nobody renews it again
        await().atMost(SOON).until(() -> get("/api/memories/1", "low") == 200);
    }

    @Test
    void shouldShedInEachServiceWhereThatIsOrdered() {
        UUID id = give(GatewayOrder.ALL, null, 0, Duration.ofMinutes(1), false);

        assertThat(answers(id, 2).getFirst().text()).startsWith("Low priority has 0 % of the limit of each service");
        assertThat(get("/api/memories/1", "low")).isEqualTo(503);
        assertThat(get("/v1/models", "low")).isEqualTo(503);
        assertThat(get("/v1/models", "normal")).isEqualTo(200);
    }

    @Test
    void shouldLearnOfOrdersInForceWhenItStarts() {
        second.stop();
        String slow = addresses("memory")[0];
        UUID id = give("memory", slow, 0, Duration.ofMinutes(1), false);
        answers(id, 1);

        second.start();

        answers(id, 2);
        assertThat(state(slow)).isEqualTo("ordered");
    }

    @Test
    void shouldOnlyAnswerARehearsal() {
        String slow = addresses("memory")[0];

        UUID breaker = give("memory", slow, 0, Duration.ofMinutes(1), true);
        UUID shed = give("memory", null, 0, Duration.ofMinutes(1), true);

        assertThat(answers(breaker, 2)).allMatch(GatewayWord.Answer::follows);
        assertThat(answers(shed, 2).getFirst().text()).isEqualTo("Low priority would have 0 % of the limit of memory.");
        assertThat(state(slow)).isNotEqualTo("ordered");
        assertThat(get("/api/memories/1", "low")).isEqualTo(200);
    }

    @Test
    void shouldFollowNoOrderThatIsNotSigned() {
        var stranger = new GatewayOrders(redis, "c29tZWJvZHkgZWxzZSdzIGtleSBvZiAzMiBieXRlcyE=", clock);
        GatewayOrder order = order("memory", null, 0, Duration.ofMinutes(1), false);
        done(stranger.give(order));
        given.add(order.id());
        UUID rehearsal = give("memory", null, 0, Duration.ofMinutes(1), true);

        answers(rehearsal, 2); // given after the other, and heard

        assertThat(done(orders.words()).items())
                .allSatisfy(word -> assertThat(word.answers())
                        .extracting(GatewayWord.Answer::order)
                        .doesNotContain(order.id()));
        assertThat(get("/api/memories/1", "low")).isEqualTo(200);
    }

    @Test
    void shouldRefuseWhatIsBeyondItsBounds() {
        String alone = addresses("realtime")[0];

        assertThat(refusal("realtime", alone, 0, Duration.ofMinutes(1)))
                .isEqualTo("As many instances of realtime are left out as may be at once.");
        assertThat(refusal("memory", "10.0.0.9:1", 0, Duration.ofMinutes(1)))
                .isEqualTo("The instance memory at 10.0.0.9:1 is not known.");
        assertThat(refusal("memory", null, 0, Duration.ofMinutes(6)))
                .isEqualTo("It lasts longer than PT5M, which is the most.");
        assertThat(refusal("memory", null, 0.7, Duration.ofMinutes(1)))
                .isEqualTo("The share of low priority can be lowered only.");
        assertThat(refusal("postgres", null, 0, Duration.ofMinutes(1))).isEqualTo("There is no service of this name.");
        assertThat(refusal("*", alone, 0, Duration.ofMinutes(1)))
                .isEqualTo("A breaker is one of a service's instances.");
    }

    private String refusal(String service, @Nullable String instance, double share, Duration length) {
        List<GatewayWord.Answer> answers = answers(give(service, instance, share, length, false), 2);
        assertThat(answers).noneMatch(GatewayWord.Answer::follows);
        return answers.getFirst().text();
    }

    private UUID give(String service, @Nullable String instance, double share, Duration length, boolean rehearsal) {
        GatewayOrder order = order(service, instance, share, length, rehearsal);
        given.add(order.id());
        done(orders.give(order));
        return order.id();
    }

    private GatewayOrder order(
            String service, @Nullable String instance, double share, Duration length, boolean rehearsal) {
        Instant now = clock.instant();
        return new GatewayOrder(
                UUID.randomUUID(), service, instance, share, "It fails.", now, now.plus(length), rehearsal);
    }

    private List<GatewayWord.Answer> answers(UUID id, int gateways) {
        return await().atMost(SOON)
                .until(
                        () -> done(orders.words()).items().stream()
                                .flatMap(word -> word.answers().stream())
                                .filter(answer -> answer.order().equals(id))
                                .toList(),
                        answers -> answers.size() == gateways);
    }

    private static String[] addresses(String service) {
        return ConfigProvider.getConfig()
                .getValue("mnemesh.gateway.upstreams." + service, String.class)
                .replace("http://", "")
                .split(",");
    }

    /** In the second gateway. */
    private String state(String address) {
        return second.status().items().stream()
                .flatMap(upstream -> upstream.instances().stream())
                .filter(instance -> instance.address().equals(address))
                .map(InstanceStatus::state)
                .findFirst()
                .orElseThrow();
    }

    /** In the first gateway. */
    private int count(String state) {
        List<List<String>> states = given().auth()
                .oauth2(token)
                .get("/api/v2/relaycore/status")
                .then()
                .statusCode(200)
                .extract()
                .path("items.instances.state");
        return (int) states.stream().flatMap(List::stream).filter(state::equals).count();
    }

    private ValidatableResponse status(String service) {
        return given().auth()
                .oauth2(token)
                .get("/api/v2/relaycore/status")
                .then()
                .statusCode(200)
                .rootPath("items.find { it.service == '" + service + "' }");
    }

    private int get(String path, String priority) {
        return request(path, priority).extract().statusCode();
    }

    private ValidatableResponse request(String path, String priority) {
        return given().auth().oauth2(token).header(PRIORITY, priority).get(path).then();
    }

    private static <T> T done(Uni<T> uni) {
        return uni.await().atMost(SOON);
    }
}
