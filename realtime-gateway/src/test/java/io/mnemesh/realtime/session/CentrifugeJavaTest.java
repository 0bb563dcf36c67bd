package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.centrifugal.centrifuge.Client;
import io.github.centrifugal.centrifuge.EventListener;
import io.github.centrifugal.centrifuge.HistoryOptions;
import io.github.centrifugal.centrifuge.HistoryResult;
import io.github.centrifugal.centrifuge.Options;
import io.github.centrifugal.centrifuge.PublicationEvent;
import io.github.centrifugal.centrifuge.PublishResult;
import io.github.centrifugal.centrifuge.RPCResult;
import io.github.centrifugal.centrifuge.ResultCallback;
import io.github.centrifugal.centrifuge.SubscribedEvent;
import io.github.centrifugal.centrifuge.Subscription;
import io.github.centrifugal.centrifuge.SubscriptionEventListener;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The service under the Java client of the Centrifuge protocol, which speaks protobuf over WebSocket. */
@Tag("slow")
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class CentrifugeJavaTest {

    private static final String CHANNEL = "chat:lobby";
    private static final long PATIENCE_SECONDS = 20;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);

    @Test
    void shouldFollowRecoverReadBackAndAsk() throws Exception {
        Client reader = client("ana");
        Client writer = client("bob");
        var seen = new Seen();
        reader.connect();
        writer.connect();
        Subscription subscription = reader.newSubscription(CHANNEL, seen);
        subscription.subscribe();
        assertThat(take(seen.subscribed).wasRecovering()).isFalse();
        for (int number = 1; number <= 3; number++) {
            publish(writer, number);
        }
        for (int number = 1; number <= 3; number++) {
            assertPublication(take(seen.publications), number);
        }

        reader.disconnect();
        publish(writer, 4);
        reader.connect();

        SubscribedEvent again = take(seen.subscribed);
        assertThat(again.wasRecovering()).isTrue();
        assertThat(again.getRecovered()).isTrue();
        assertPublication(take(seen.publications), 4);
        HistoryResult history = ClientCall.of(callback ->
                subscription.history(new HistoryOptions.Builder().withLimit(2).build(), callback));
        assertThat(history.getPublications()).hasSize(2);
        assertThat(history.getOffset()).isEqualTo(4);
        RPCResult answer = ClientCall.of(
                callback -> reader.rpc("mark.set", bytes(new JsonObject().put("channel", CHANNEL)), callback));
        assertThat(json(answer.getData()).getLong("unread")).isZero();
        assertThat(reader.close(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))).isTrue();
        assertThat(writer.close(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))).isTrue();
    }

    private Client client(String user) {
        var options = new Options();
        options.setToken(TestTokens.of(tenant, user));
        options.setMinReconnectDelay(20);
        options.setMaxServerPingDelay(60_000);
        return new Client(
                "ws://127.0.0.1:" + RestAssured.port + "/connection/websocket", options, new EventListener() {});
    }

    private static void publish(Client writer, int number) {
        PublishResult published =
                ClientCall.of(callback -> writer.publish(CHANNEL, bytes(new JsonObject().put("n", number)), callback));
        assertThat(published).isNotNull();
    }

    private static void assertPublication(PublicationEvent publication, int number) {
        assertThat(publication.getOffset()).isEqualTo(number);
        assertThat(publication.getInfo().getUser()).isEqualTo("bob");
        assertThat(json(publication.getData()).getInteger("n")).isEqualTo(number);
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        T taken = queue.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(taken).isNotNull();
        return taken;
    }

    private static byte[] bytes(JsonObject json) {
        return json.encode().getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject json(byte[] bytes) {
        return new JsonObject(new String(bytes, StandardCharsets.UTF_8));
    }

    /** One call of the client that is waited for. */
    private static final class ClientCall {

        static <T> T of(Consumer<ResultCallback<T>> call) {
            var done = new CompletableFuture<T>();
            call.accept((failure, result) -> {
                if (failure == null) {
                    done.complete(result);
                } else {
                    done.completeExceptionally(failure);
                }
            });
            return done.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
        }
    }

    private static final class Seen extends SubscriptionEventListener {

        private final BlockingQueue<PublicationEvent> publications = new LinkedBlockingQueue<>();
        private final BlockingQueue<SubscribedEvent> subscribed = new LinkedBlockingQueue<>();

        @Override
        public void onPublication(Subscription subscription, PublicationEvent publication) {
            publications.add(publication);
        }

        @Override
        public void onSubscribed(Subscription subscription, SubscribedEvent event) {
            subscribed.add(event);
        }
    }
}
