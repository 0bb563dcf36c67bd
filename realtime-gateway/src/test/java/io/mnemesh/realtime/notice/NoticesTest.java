package io.mnemesh.realtime.notice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.testing.ConfigDefaults;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NoticesTest {

    private static final String RULES = "mnemesh.realtime.notifications.rules.";

    @Test
    void shouldTellWhatTheRuleShowsAndNothingElse() {
        Notices notices = notices("a.event", "alert_raised", "a.to", "role:admin,user:ana", "a.show", "title,missing");

        Map<String, byte[]> told = notices.of(
                EventTypes.ALERT_RAISED,
                event("alert_raised", new JsonObject().put("title", "Disk").put("detail", "secret")));

        assertThat(told).containsOnlyKeys("notices:admin", "inbox:ana");
        assertThat(json(told.get("inbox:ana")))
                .isEqualTo(new JsonObject()
                        .put("notification", "a")
                        .put("event", "alert_raised")
                        .put("eventId", "e-1")
                        .put("time", "2026-11-01T12:00:00Z")
                        .put("subject", "s-1")
                        .put("data", new JsonObject().put("title", "Disk")));
    }

    @Test
    void shouldNotifyOncePerChannelAndByTheFirstRule() {
        Notices notices = notices(
                "b.event", "alert_raised", "b.to", "user:ana", "a.event", "alert_raised", "a.to", "user:ana,user:ana");

        Map<String, byte[]> told = notices.of(EventTypes.ALERT_RAISED, event("alert_raised", new JsonObject()));

        assertThat(told).containsOnlyKeys("inbox:ana");
        assertThat(json(told.get("inbox:ana")).getString("notification")).isEqualTo("a");
    }

    @Test
    void shouldPassOverWhatTheFilterDoesNotLetPass() {
        Notices notices = notices(
                "a.event", "anomaly_detected",
                "a.to", "role:admin",
                "a.when", "{\"key\":\"data.severity\",\"cmp\":\"eq\",\"val\":\"high\"}");

        assertThat(notices.of(
                        EventTypes.ANOMALY_DETECTED,
                        event("anomaly_detected", new JsonObject().put("severity", "low"))))
                .isEmpty();
        assertThat(notices.of(
                        EventTypes.ANOMALY_DETECTED,
                        event("anomaly_detected", new JsonObject().put("severity", "high"))))
                .containsOnlyKeys("notices:admin");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "nobody",
            value = {
                "ask @bob about it|inbox:bob",
                "(@bob), @eve.m and @bob.|inbox:bob inbox:eve.m",
                "mail bob@example.org or @@bob|nobody",
                "@ana wrote it herself|nobody",
                "no one @ all|nobody"
            })
    void shouldFindWhomATextMentions(String text, String channels) {
        Notices notices = notices("a.event", "memory_created", "a.to", "mentions:content");

        Map<String, byte[]> told = notices.of(
                EventTypes.MEMORY_CREATED,
                event("memory_created", new JsonObject().put("content", text).put("createdBy", "ana")));

        assertThat(told.keySet()).containsExactly(channels == null ? new String[0] : channels.split(" "));
    }

    @Test
    void shouldNotifyTheUserWhomAFieldNamesIfItDoes() {
        Notices notices = notices("a.event", "session_handoff", "a.to", "field:toAgent");

        assertThat(notices.of(
                        EventTypes.SESSION_HANDOFF, event("session_handoff", new JsonObject().put("toAgent", "bob"))))
                .containsOnlyKeys("inbox:bob");
        assertThat(notices.of(EventTypes.SESSION_HANDOFF, event("session_handoff", new JsonObject())))
                .isEmpty();
    }

    @Test
    void shouldLeaveOutRulesThatAreOff() {
        assertThat(notices("a.event", "alert_raised", "a.to", "role:admin", "a.enabled", "false")
                        .types())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "event|alert|a.event is 'alert'",
                "to|admin|a.to has 'admin'",
                "to|group:admin|a.to has 'group:admin'",
                "when|{}|a.when is '{}'",
                "show|content|a.show is [content]"
            })
    void shouldSayWhatIsWrongWithARule(String key, String value, String sentence) {
        var options = new HashMap<String, String>(Map.of("a.event", "memory_created", "a.to", "role:admin"));
        options.put("a." + key, value);

        assertThatThrownBy(() -> notices(options))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(sentence);
    }

    private static Notices notices(String... pairs) {
        var options = new HashMap<String, String>();
        for (int i = 0; i < pairs.length; i += 2) {
            options.put(pairs[i], pairs[i + 1]);
        }
        return notices(options);
    }

    private static Notices notices(Map<String, String> options) {
        var properties = new HashMap<String, String>();
        options.forEach((key, value) -> properties.put(RULES + key, value));
        return new Notices(ConfigDefaults.with(NoticeConfig.class, properties));
    }

    private static byte[] event(String name, JsonObject data) {
        return new JsonObject()
                .put("event", name)
                .put("eventId", "e-1")
                .put("time", "2026-11-01T12:00:00Z")
                .put("subject", "s-1")
                .put("data", data)
                .encode()
                .getBytes(StandardCharsets.UTF_8);
    }

    private static JsonObject json(byte[] payload) {
        return new JsonObject(new String(payload, StandardCharsets.UTF_8));
    }
}
