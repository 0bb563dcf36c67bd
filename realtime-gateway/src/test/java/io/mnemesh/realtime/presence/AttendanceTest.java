package io.mnemesh.realtime.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.embedded.EmbeddedRedisCluster;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.history.ChannelKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Nodes of the service, as far as presence goes, on a real Redis. Only the tests make time pass for them. */
class AttendanceTest extends AttendanceFixture {

    @Test
    void shouldShowTheMembersOfAllNodes() {
        Node first = node("60s", "5s");
        Node second = node("60s", "5s");
        Ear ear = ear();

        first.enter(ana);
        second.enter(bob);
        second.enter(anaAgain);
        ear.await("join c-1", "join c-2", "join c-3");
        second.attendance.leave(channel, bob, true);
        ear.await("join c-1", "join c-2", "join c-3", "leave c-2");

        Present present = first.read(10, null);
        assertThat(present).isEqualTo(new Present(2, 1, List.of(ana, anaAgain)));
    }

    @Test
    void shouldCountWithoutMembersAndListThemInPages() {
        Node node = node("60s", "5s");
        node.enter(ana);
        node.enter(bob);
        node.enter(anaAgain);

        assertThat(node.read(0, null)).isEqualTo(new Present(3, 2, List.of()));
        assertThat(node.read(2, null).members()).containsExactly(ana, anaAgain);
        assertThat(node.read(2, anaAgain).members()).containsExactly(bob);
        assertThat(node.read(2, bob).members()).isEmpty();
    }

    @Test
    void shouldTellNobodyOfUsersThatComeBackInTime() {
        Node first = node("60s", "5s");
        Node second = node("60s", "5s");
        Ear ear = ear();
        List<Member> before = members("a");
        List<Member> after = members("b");
        Uni.join()
                .all(before.stream().map(first::entering).toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);
        ear.awaitCount(200);

        before.forEach(member -> first.attendance.leave(channel, member, false));
        await().atMost(PATIENCE).until(() -> away() == 200);
        List<Member> there = Uni.join()
                .all(after.stream().map(second::entering).toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);
        first.attendance.tick();
        second.attendance.tick();

        assertThat(there).containsExactlyInAnyOrderElementsOf(before);
        assertThat(away()).isZero();
        assertThat(first.read(0, null)).isEqualTo(new Present(200, 200, List.of()));
        first.enter(ana);
        ear.await("join c-1");
    }

    @Test
    void shouldTellNobodyOfADeviceThatIsBackBeforeItsOldConnectionIsMissed() {
        Node first = node("60s", "200ms");
        Node second = node("60s", "200ms");
        Ear ear = ear();
        var phone = new Member("ana", "phone~1");
        first.enter(phone);

        Member again = second.enter(new Member("ana", "phone~2"));
        first.attendance.leave(channel, phone, false);
        Member desk = second.enter(new Member("ana", "desk~3"));
        second.attendance.leave(channel, again, true);

        ear.await("join phone~1", "join desk~3", "leave phone~1");
        assertThat(again).isEqualTo(phone);
        assertThat(second.read(10, null)).isEqualTo(new Present(1, 1, List.of(desk)));
    }

    @Test
    void shouldKeepADeviceAsLongAsOneOfItsConnectionsOnANodeIsThere() {
        Node node = node("1s", "0s");
        Ear ear = ear();
        var phone = new Member("ana", "phone~1");
        node.enter(phone);
        node.enter(new Member("ana", "phone~2"));
        node.attendance.leave(channel, phone, false);
        node.enter(bob);
        long since = System.nanoTime();

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            node.attendance.tick();
            return System.nanoTime() - since > Duration.ofMillis(1500).toNanos();
        });

        assertThat(node.read(10, null)).isEqualTo(new Present(2, 2, List.of(phone, bob)));
        ear.await("join phone~1", "join c-2");
    }

    @Test
    void shouldGiveNobodyThePlaceOfADeviceThatIsAway() {
        Node node = node("60s", "60s");
        Ear ear = ear();
        var phone = new Member("ana", "phone~1");
        node.enter(phone);
        node.attendance.leave(channel, phone, false);

        assertThat(node.enter(ana)).isEqualTo(ana);
        assertThat(node.enter(new Member("ana", "phone~2"))).isEqualTo(phone);

        ear.await("join phone~1", "join c-1");
    }

    @Test
    void shouldTellOfALeaveWhenNobodyCameBack() {
        Node node = node("60s", "200ms");
        Ear ear = ear();
        node.enter(ana);
        node.enter(bob);

        node.attendance.leave(channel, ana, false);
        Present meanwhile = node.read(10, null);
        ear.await(node, "join c-1", "join c-2", "leave c-1");

        assertThat(meanwhile.clients()).isEqualTo(2);
        assertThat(node.read(10, null)).isEqualTo(new Present(1, 1, List.of(bob)));
        assertThat(node.enter(anaAgain)).isEqualTo(anaAgain);
    }

    @Test
    void shouldTellOfTheLastLeaveToo() {
        Node node = node("60s", "200ms");
        Ear ear = ear();
        node.enter(ana);

        node.attendance.leave(channel, ana, false);

        ear.await(node, "join c-1", "leave c-1");
    }

    @Test
    void shouldForgetTheMembersOfANodeThatIsGoneAndKeepTheOthers() {
        Node gone = node("1s", "200ms");
        Node alive = node("1s", "200ms");
        Ear ear = ear();
        alive.enter(bob);
        gone.enter(ana);
        long since = System.nanoTime();

        ear.await(alive, "join c-2", "join c-1", "leave c-1");

        assertThat(Duration.ofNanos(System.nanoTime() - since))
                .isBetween(Duration.ofMillis(900), Duration.ofSeconds(2));
        assertThat(alive.read(10, null)).isEqualTo(new Present(1, 1, List.of(bob)));
    }

    @Test
    void shouldLeaveNothingBehindWhenAllNodesAreGone() {
        Node node = node("1s", "1s");
        node.enter(ana);
        node.enter(bob);
        node.attendance.leave(channel, bob, false);

        await().atMost(Duration.ofSeconds(2)).until(() -> keys() == 0);
    }

    @Test
    void shouldBringBackWhatRedisLost() {
        Node node = node("1s", "200ms");
        Ear ear = ear();
        node.enter(ana);
        ChannelKeys.presence(channel.id())
                .forEach(key -> send(Request.cmd(Command.DEL).arg(key)));
        assertThat(node.read(10, null).clients()).isZero();

        ear.await(node, "join c-1", "join c-1");

        assertThat(node.read(10, null)).isEqualTo(new Present(1, 1, List.of(ana)));
    }

    @Test
    void shouldProlongAllMembersAtOnce() {
        Node node = node("1s", "200ms");
        Uni.join()
                .all(members("a").stream().map(node::entering).toList())
                .andFailFast()
                .await()
                .atMost(PATIENCE);
        long before = scripts();

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            node.attendance.tick();
            return scripts() > before;
        });

        assertThat(scripts()).isEqualTo(before + 1);
    }

    @Test
    @Tag("slow")
    void shouldWorkOnARedisCluster() throws Exception {
        var cluster = EmbeddedRedisCluster.start();
        open.add(cluster);
        options = new RedisOptions().setType(RedisClientType.CLUSTER);
        cluster.masters().forEach(server -> options.addConnectionString(server.url()));
        Node node = node("60s", "0s");

        for (String tenant : List.of("acme", "globex", "initech", "hooli", "umbrella")) {
            channel = channel(tenant);
            Ear ear = ear();
            node.enter(ana);
            node.enter(bob);
            node.attendance.leave(channel, bob, false);
            ear.await("join c-1", "join c-2", "leave c-2");
            assertThat(node.read(10, null)).isEqualTo(new Present(1, 1, List.of(ana)));
        }
    }
}
