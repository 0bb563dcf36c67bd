package io.mnemesh.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class FakesTest {

    @Test
    void shouldStandStillUntilItIsMoved() {
        // Given
        var clock = new FakeClock();
        var elsewhere = clock.withZone(ZoneId.of("Asia/Tokyo"));

        // When
        clock.advance(Duration.ofMinutes(5));

        // Then
        assertThat(clock.instant()).isEqualTo(FakeClock.START.plusSeconds(300));
        assertThat(elsewhere.instant()).isEqualTo(clock.instant());
    }

    @Test
    void shouldCountInVersion7Ids() {
        // Given
        var ids = new FakeIds();

        // When
        var second = java.util.List.of(ids.next(), ids.next()).getLast();

        // Then
        assertThat(second).isEqualTo(FakeIds.of(2)).hasToString("00000000-0000-7000-8000-000000000002");
        assertThat(second.version()).isEqualTo(7);
    }

    @Test
    void shouldLeadToTheSameServersHoweverOftenAsked() {
        // When
        int port = TestServers.postgres().port();

        // Then
        assertThat(TestServers.postgres().port()).isEqualTo(port);
        assertThat(TestServers.redis().url()).isEqualTo(TestServers.redis().url());
    }
}
