package io.mnemesh.realtime.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.history.ChannelLog.Published;
import io.mnemesh.testing.TestServers;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RedisChannelLogTest {

    private static final int KEPT = 10;

    private static Vertx vertx;
    private static RedisLines lines;
    private static ChannelLog log;

    private final ChannelId channel =
            new ChannelId(new TenantId("t-" + UUID.randomUUID().toString().substring(0, 8)), "events:memory_created");

    @BeforeAll
    static void connect() {
        vertx = Vertx.vertx();
        lines = TestLogs.lines(
                vertx,
                new RedisOptions().setConnectionString(TestServers.redis().url()));
        log = TestLogs.log(lines, KEPT);
    }

    @AfterAll
    static void disconnect() {
        lines.close();
        vertx.close();
    }

    @Test
    void shouldCountOffsetsFromOneWithinOneEpoch() {
        Position empty = get(log.position(channel));

        Published first = publish("a");
        Published second = publish("b");

        assertThat(empty.offset()).isZero();
        assertThat(first).isEqualTo(new Published(new Position(empty.epoch(), 1), true, true));
        assertThat(second).isEqualTo(new Published(new Position(empty.epoch(), 2), true, true));
    }

    @Test
    void shouldAnswerWithTheFirstPositionWhenAnEventComesAgain() {
        Published first = publish("a");
        publish("b");

        Published again = publish("a");

        assertThat(again).isEqualTo(new Published(first.position(), false, true));
        assertThat(get(log.position(channel)).offset()).isEqualTo(2);
    }

    @Test
    void shouldTellAKeyThatComesAgainFromOneThatIsUsedForSomethingElse() {
        Published first = publishOnce("key", "content-a");

        Published again = publishOnce("key", "content-a");
        Published other = publishOnce("key", "content-b");
        Published onceMore = publishOnce("key", "content-a");

        assertThat(first.first()).isTrue();
        assertThat(again).isEqualTo(new Published(first.position(), false, true));
        assertThat(other).isEqualTo(new Published(first.position(), false, false));
        assertThat(onceMore).isEqualTo(again);
        assertThat(get(log.position(channel)).offset()).isEqualTo(1);
    }

    @Test
    void shouldTakeAKeyWhoseContentIsNotKnownForThatOfTheSame() {
        Published before = publish("key");

        assertThat(publishOnce("key", "content-a")).isEqualTo(new Published(before.position(), false, true));
    }

    @Test
    void shouldReadBehindAPosition() {
        List<Published> published = List.of(publish("a"), publish("b"), publish("c"));
        String epoch = published.getFirst().position().epoch();

        LogPage page = get(log.read(channel, epoch, 2, 10));

        assertThat(page.newest()).isEqualTo(new Position(epoch, 3));
        assertThat(page.messages()).extracting(Message::eventId).containsExactly("b", "c");
        assertThat(new String(page.messages().getLast().payload(), StandardCharsets.UTF_8))
                .isEqualTo("{\"id\":\"c\"}");
    }

    @Test
    void shouldKeepTheNewestMessagesOnly() {
        for (int i = 1; i <= KEPT + 5; i++) {
            publish("id-" + i);
        }

        LogPage page = get(log.read(channel, "", 0, 100));

        assertThat(page.messages())
                .extracting(message -> message.position().offset())
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(6, KEPT + 5).boxed().toList());
    }

    @Test
    void shouldStartAnEpochWhenTheChannelIsLost() {
        Position before = publish("a").position();
        get(lines.send(Request.cmd(Command.DEL).arg(ChannelKeys.meta(channel))));

        Published after = publish("b");

        assertThat(after.position().epoch()).isNotEqualTo(before.epoch());
        assertThat(after.position().offset()).isEqualTo(1);
        assertThat(get(log.read(channel, before.epoch(), 2, 10)).messages())
                .extracting(Message::eventId)
                .containsExactly("b");
    }

    @Test
    void shouldRenewAnEpochOnceWhenSeveralNodesAskForIt() {
        Position before = publish("a").position();

        get(log.renew(channel, before.epoch()));
        Position after = get(log.position(channel));
        get(log.renew(channel, before.epoch()));

        assertThat(after.epoch()).isNotEqualTo(before.epoch());
        assertThat(after.offset()).isEqualTo(1);
        assertThat(get(log.position(channel))).isEqualTo(after);
    }

    @Test
    void shouldGiveEveryEventOneOffsetWhenPublishersRace() {
        List<Published> published = get(Multi.createFrom()
                .range(0, 400)
                .onItem()
                .transformToUni(i -> log.publish(channel, "id-" + i % 100, new byte[] {'{', '}'}))
                .merge(64)
                .collect()
                .asList());

        assertThat(published.stream()
                        .filter(Published::first)
                        .map(one -> one.position().offset()))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.rangeClosed(1, 100).boxed().toList());
        assertThat(get(log.position(channel)).offset()).isEqualTo(100);
    }

    private Published publish(String id) {
        return get(log.publish(channel, id, ("{\"id\":\"" + id + "\"}").getBytes(StandardCharsets.UTF_8)));
    }

    private Published publishOnce(String key, String content) {
        return get(log.publishOnce(channel, key, new byte[] {'{', '}'}, content, new Member("ana", "c-1")));
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(10));
    }
}
