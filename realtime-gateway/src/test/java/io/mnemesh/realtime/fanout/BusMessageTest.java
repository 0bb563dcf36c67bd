package io.mnemesh.realtime.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BusMessageTest {

    @Test
    void shouldReadAMessageWhoseBodyHasBlanks() {
        var message = BusMessage.parse("epoch 42 id-1 {\"a\": 1}".getBytes(StandardCharsets.UTF_8))
                .orElseThrow();

        assertThat(message.position()).isEqualTo(new Position("epoch", 42));
        assertThat(message.eventId()).isEqualTo("id-1");
        assertThat(new String(message.payload(), StandardCharsets.UTF_8)).isEqualTo("{\"a\": 1}");
    }

    @Test
    void shouldReadWhichClientPublishedAMessage() {
        var publisher = new Member("ana of acme", "c-1");

        var message = BusMessage.parse(
                        ("epoch 42 id-1 @" + publisher.text() + " {\"a\": 1}").getBytes(StandardCharsets.UTF_8))
                .orElseThrow();

        assertThat(message.publisher()).isEqualTo(publisher);
        assertThat(new String(message.payload(), StandardCharsets.UTF_8)).isEqualTo("{\"a\": 1}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a", "a 1", "a 1 i", "a x i {}", "a 1 i @m"})
    void shouldRefuseWhatIsNoMessage(String text) {
        assertThat(BusMessage.parse(text.getBytes(StandardCharsets.UTF_8))).isEmpty();
    }
}
