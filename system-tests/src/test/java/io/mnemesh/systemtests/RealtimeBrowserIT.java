package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.embedded.OptionalTool;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two tabs of one user in a browser, with the Centrifuge client of npm as it is. */
@Tag("slow")
class RealtimeBrowserIT {

    private static final String CHANNEL = "chat:lobby";
    private static final String DEVICES = "devices:ana";

    @TempDir
    Path folder;

    @Test
    void shouldShowInOneTabWhatIsDoneInTheOtherAndWhatWasMissedWhenOffline() throws Exception {
        Optional<HeadlessBrowser> browser = HeadlessBrowser.find(folder);
        Optional<Path> npm = OptionalTool.folder("centrifuge-client");
        assumeThat(browser).as("./mnemesh tools browser").isPresent();
        assumeThat(npm).as("./mnemesh tools centrifuge-client").isPresent();
        var settings = Map.of(
                "mnemesh.realtime.namespaces.chat.subscribe", "*",
                "mnemesh.realtime.namespaces.chat.publish", "*");
        try (var nodes = RealtimeNodes.start(folder.resolve("data"), "realtime-browser", 1, settings);
                var tabs = new BrowserTabs(npm.orElseThrow())) {
            String token = nodes.tokens().of("acme", "ana", "member");
            Process process =
                    browser.orElseThrow().open(tabs.page("one", nodes.node(0).port(), token));
            try {
                // Given
                tabs.await("one", "connected");
                tabs.act("one", "open", Map.of("other", "two"));
                tabs.await("two", "connected");
                for (String tab : List.of("one", "two")) {
                    for (String channel : List.of(CHANNEL, DEVICES)) {
                        tabs.act(tab, "subscribe", Map.of("channel", channel));
                        assertThat(tabs.await(tab, "subscribed").path("channel").asText())
                                .isEqualTo(channel);
                    }
                }

                // When one publishes, then the other sees it.
                tabs.act("one", "publish", Map.of("channel", CHANNEL, "data", Map.of("text", "hello")));
                JsonNode publication = tabs.await("two", "publication");
                assertThat(publication.path("channel").asText()).isEqualTo(CHANNEL);
                assertThat(publication.path("offset").asLong()).isEqualTo(1);
                assertThat(publication.path("data").path("text").asText()).isEqualTo("hello");

                // When one reads, then the other has nothing unread.
                tabs.act("two", "rpc", Map.of("method", "mark.set", "data", Map.of("channel", CHANNEL)));
                assertThat(tabs.await("one", "publication").path("channel").asText())
                        .isEqualTo(CHANNEL);
                JsonNode mark = tabs.await("one", "publication").path("data").path("mark");
                assertThat(mark.path("channel").asText()).isEqualTo(CHANNEL);
                assertThat(mark.path("offset").asLong()).isEqualTo(1);
                assertThat(mark.path("unread").asLong()).isZero();
                assertThat(tabs.await("two", "publication").path("data").has("mark"))
                        .isTrue();

                // When one is offline, then it recovers what the other wrote meanwhile.
                tabs.act("two", "network", Map.of("state", "offline"));
                tabs.await("two", "connecting");
                tabs.act(
                        "one",
                        "rpc",
                        Map.of("method", "draft.set", "data", Map.of("channel", CHANNEL, "draft", "half a sent")));
                tabs.await("one", "result");
                tabs.act("two", "network", Map.of("state", "online"));
                JsonNode subscribed = tabs.await("two", "subscribed");
                while (!subscribed.path("channel").asText().equals(DEVICES)) {
                    subscribed = tabs.await("two", "subscribed");
                }
                assertThat(subscribed.path("wasRecovering").asBoolean()).isTrue();
                assertThat(subscribed.path("recovered").asBoolean()).isTrue();
                JsonNode draft = tabs.await("two", "publication");
                assertThat(draft.path("channel").asText()).isEqualTo(DEVICES);
                assertThat(draft.path("data").path("draft").path("draft").asText())
                        .isEqualTo("half a sent");
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }
}
