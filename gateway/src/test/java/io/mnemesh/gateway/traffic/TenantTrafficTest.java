package io.mnemesh.gateway.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.event.payload.AccessRecorded;
import io.mnemesh.mesh.event.payload.AccessRecorded.Caller;
import io.mnemesh.mesh.event.payload.AccessRecorded.Use;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TenantTrafficTest {

    private static final Instant FROM = Instant.parse("2026-11-21T09:29:00Z");
    private static final Instant TO = Instant.parse("2026-11-21T09:30:00Z");

    @Test
    void shouldCountServicesAndTokensAndTellOthersTogether() {
        var traffic = new TenantTraffic(FROM, 2);

        traffic.used("memory", 2);
        traffic.used("memory", 3);
        traffic.refused("cache");
        traffic.answered("b", true, 10, "203.0.113.0/24");
        traffic.answered("b", false, 5, "203.0.113.0/24");
        traffic.answered("a", false, 1, "unknown");
        traffic.answered("c", false, 7, "198.51.100.0/24");
        traffic.answered("d", true, 1, "198.51.100.0/24");

        assertThat(traffic.told(TO))
                .isEqualTo(new AccessRecorded(
                        FROM,
                        TO,
                        List.of(new Use("cache", 0, 0, 1), new Use("memory", 2, 5, 0)),
                        List.of(
                                new Caller("", 2, 1, 8, List.of("198.51.100.0/24")),
                                new Caller("a", 1, 0, 1, List.of("unknown")),
                                new Caller("b", 2, 1, 15, List.of("203.0.113.0/24")))));
    }

    @Test
    void shouldKeepEightNetworksOfAToken() {
        var traffic = new TenantTraffic(FROM, 2);

        for (int i = 0; i < 20; i++) {
            traffic.answered("a", false, 0, Network.of("10.0." + i + ".7"));
        }

        assertThat(traffic.told(TO).callers().getFirst().networks()).hasSize(8).contains("10.0.0.0/24");
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.77,203.0.113.0/24",
        "2001:db8:1:2:3:4:5:6,2001:db8:1::/48",
        "::1,0:0:0::/48",
        "localhost,unknown",
        "'',unknown"
    })
    void shouldTellNetworksAndNoAddresses(String address, String network) {
        assertThat(Network.of(address)).isEqualTo(network);
    }
}
