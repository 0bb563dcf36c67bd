package io.mnemesh.realtime.namespace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespacesTest {

    @Test
    void shouldLetNobodyDoAnythingByDefault() {
        Namespace chat = namespace("chat.history-size", "5");

        assertThat(chat.maySubscribe(caller("ana", "admin", "operator"), "chat:a"))
                .isFalse();
        assertThat(chat.mayPublish(caller("ana", "admin", "operator"), "chat:a"))
                .isFalse();
        assertThat(chat.historySize()).contains(5);
        assertThat(chat.historyTtl()).isEmpty();
        assertThat(chat.recovery()).isTrue();
        assertThat(chat.cache()).isFalse();
        assertThat(chat.delta()).isFalse();
        assertThat(chat.acknowledge()).isFalse();
        assertThat(chat.pace().isAtOnce()).isTrue();
        assertThat(chat.presence()).isFalse();
        assertThat(chat.joinLeave()).isFalse();
        assertThat(chat.typing()).isFalse();
    }

    @Test
    void shouldTakeEveryKey() {
        Namespace chat = TestNamespaces.of(Map.of(
                        "chat.subscribe", "member",
                        "chat.publish", "admin",
                        "chat.history-size", "7",
                        "chat.history-ttl", "2m",
                        "chat.recovery", "false",
                        "chat.presence", "true",
                        "chat.join-leave", "true",
                        "chat.typing", "true"))
                .of("chat:a")
                .orElseThrow();

        assertThat(chat.maySubscribe(caller("ana", "member"), "chat:a")).isTrue();
        assertThat(chat.mayPublish(caller("ana", "member"), "chat:a")).isFalse();
        assertThat(chat.mayPublish(caller("ana", "admin"), "chat:a")).isTrue();
        assertThat(chat.historySize()).contains(7);
        assertThat(chat.historyTtl()).contains(Duration.ofMinutes(2));
        assertThat(chat.recovery()).isFalse();
        assertThat(chat.presence()).isTrue();
        assertThat(chat.joinLeave()).isTrue();
        assertThat(chat.typing()).isTrue();
    }

    @Test
    void shouldTakeKeysFromTheEnvironment() {
        var config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .withMapping(NamespacesConfig.class)
                .withSources(List.of(new EnvConfigSource(
                        Map.of(
                                "MNEMESH_REALTIME_NAMESPACES_CHAT_SUBSCRIBE", "*",
                                "MNEMESH_REALTIME_NAMESPACES_CHAT_HISTORY_SIZE", "9"),
                        300)))
                .build();

        Namespace chat = new Namespaces(config.getConfigMapping(NamespacesConfig.class))
                .of("chat:a")
                .orElseThrow();

        assertThat(chat.maySubscribe(caller("ana"), "chat:a")).isTrue();
        assertThat(chat.historySize()).contains(9);
    }

    @Test
    void shouldFindTheNamespaceBeforeTheFirstColon() {
        Namespaces namespaces = TestNamespaces.of(Map.of("chat.subscribe", "*", "chats.subscribe", "*"));

        assertThat(namespaces.of("chat:a:b").orElseThrow().name()).isEqualTo("chat");
        assertThat(namespaces.of("chat")).isEmpty();
        assertThat(namespaces.of(":a")).isEmpty();
        assertThat(namespaces.of("other:a")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*|a|true",
                "member|a|true",
                "admin|a|false",
                "admin:*|a|false",
                "member:room-*|room-1|true",
                "member:room-*|room|false",
                "*:inbox-{user}|inbox-ana|true",
                "*:inbox-{user}|inbox-anabel|false",
                "*:inbox-{user}|inbox-bob|false",
                "*:{user}:*|ana:|true",
                "*:{user}:*|bob:ana:|false",
                "*:a*b*c|abc|true",
                "*:a*b*c|a-b-b-c|true",
                "*:a*b*c|ac|false",
                "*:ab*ba|aba|false",
                "*:x:y|x:y|true",
            })
    void shouldLetInWhomARuleNames(String rule, String channel, boolean allowed) {
        Namespace chat = namespace("chat.subscribe", rule);

        assertThat(chat.maySubscribe(caller("ana", "member"), "chat:" + channel))
                .isEqualTo(allowed);
    }

    @Test
    void shouldGiveNoMeaningToWhatAUsersNameHolds() {
        Namespace chat = namespace("chat.subscribe", "*:inbox-{user}");

        assertThat(chat.maySubscribe(caller("*"), "chat:inbox-ana")).isFalse();
        assertThat(chat.maySubscribe(caller(""), "chat:inbox-ana")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chat.token-required|true|mnemesh.realtime.namespaces.chat.token-required is true but",
                "chat.grant|admin:|mnemesh.realtime.namespaces.chat.grant has 'admin:'",
                "chat.subscribe|:room|mnemesh.realtime.namespaces.chat.subscribe has ':room'",
                "chat.publish|admin:|mnemesh.realtime.namespaces.chat.publish has 'admin:'",
                "chat.history-size|0|mnemesh.realtime.namespaces.chat.history-size is 0",
                "chat.history-ttl|1ms|mnemesh.realtime.namespaces.chat.history-ttl is PT0.001S",
                "Chat.subscribe|*|mnemesh.realtime.namespaces.Chat has to be named by",
                "chat.typing|true|mnemesh.realtime.namespaces.chat.typing is true but",
                "chat.join-leave|true|mnemesh.realtime.namespaces.chat.join-leave is true but",
                "events.publish|admin|mnemesh.realtime.namespaces.events.publish is set",
                "chat.slow|wait|mnemesh.realtime.namespaces.chat.slow is 'wait'",
                "chat.interval|1s|mnemesh.realtime.namespaces.chat.conflate-by and .interval need",
                "chat.conflate-by|name|mnemesh.realtime.namespaces.chat.conflate-by and .interval need",
                "chat.interval|2m|mnemesh.realtime.namespaces.chat.interval in ms is 120000",
            })
    void shouldSayWhatIsWrongWithAValue(String key, String value, String sentence) {
        assertThatThrownBy(() -> TestNamespaces.of(Map.of(key, value)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    @Test
    void shouldLetGrantersGrantWhatTheyMaySubscribeToThemselves() {
        Namespace orders = TestNamespaces.of(Map.of(
                        "orders.subscribe", "backend,member:public-*",
                        "orders.grant", "backend:eu-*,stranger",
                        "orders.token-required", "true"))
                .of("orders:eu-1")
                .orElseThrow();

        assertThat(orders.mayGrant(caller("shop", "backend"), "orders:eu-1")).isTrue();
        assertThat(orders.mayGrant(caller("shop", "backend"), "orders:us-1")).isFalse();
        assertThat(orders.mayGrant(caller("eve", "stranger"), "orders:eu-1")).isFalse();
        assertThat(orders.mayGrant(caller("ana", "member"), "orders:public-1")).isFalse();
        assertThat(orders.maySubscribe(caller("shop", "backend"), "orders:eu-1"))
                .isFalse();
        assertThat(namespace("chat.subscribe", "*").mayGrant(caller("ana", "admin"), "chat:a"))
                .isFalse();
    }

    private static Namespace namespace(String key, String value) {
        return TestNamespaces.of(Map.of(key, value)).of("chat:a").orElseThrow();
    }

    private static Identity caller(String subject, String... roles) {
        return new Identity(new TenantId("acme"), subject, Set.of(roles), Set.of());
    }
}
