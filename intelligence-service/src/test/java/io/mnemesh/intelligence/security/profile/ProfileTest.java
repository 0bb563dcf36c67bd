package io.mnemesh.intelligence.security.profile;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.spi.Persistent;
import io.mnemesh.mesh.event.payload.AccessRecorded;
import io.mnemesh.mesh.event.payload.AccessRecorded.Caller;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ProfileTest {

    private static final Limits LIMITS = new Limits(20, 10 << 20, 600, Duration.ofDays(1), Duration.ofDays(7));
    private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    private static final String HOME = "203.0.113.0/24";

    @Test
    void shouldTellABurstOfDeniedCallsOnceItIsFarAboveWhatWas() {
        var profile = new CallerProfile();
        for (int minute = 0; minute < 60; minute++) {
            assertThat(profile.judge(caller(30, 2, HOME), START.plus(minute, ChronoUnit.MINUTES), LIMITS))
                    .isEmpty();
        }

        var found = profile.judge(caller(50, 45, HOME), START.plus(60, ChronoUnit.MINUTES), LIMITS);

        assertThat(found)
                .containsExactly(new Suspicion(
                        AlertKind.DENIED_BURST,
                        "key",
                        "",
                        false,
                        "45 of 50 calls within a minute were denied; it was 2 at most in 60 minutes before."));
        assertThat(profile.judge(caller(60, 50, HOME), START.plus(61, ChronoUnit.MINUTES), LIMITS))
                .isEmpty();
        assertThat(profile.judge(caller(400, 400, HOME), START.plus(62, ChronoUnit.MINUTES), LIMITS))
                .singleElement()
                .satisfies(one -> assertThat(one.urgent()).isTrue());
    }

    @Test
    void shouldTellANewNetworkOfATokenThatIsKnownAndDoesNotRoam() {
        var profile = new CallerProfile();
        assertThat(profile.judge(caller(1, 0, HOME), START, LIMITS)).isEmpty();
        assertThat(profile.judge(caller(1, 0, "198.51.100.0/24"), START.plus(23, ChronoUnit.HOURS), LIMITS))
                .isEmpty();

        assertThat(profile.judge(caller(1, 0, "192.0.2.0/24"), START.plus(25, ChronoUnit.HOURS), LIMITS))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.kind()).isEqualTo(AlertKind.NEW_NETWORK);
                    assertThat(one.about()).isEqualTo("192.0.2.0/24");
                    assertThat(one.detail()).contains("2 other networks in 2 minutes before");
                });
        assertThat(profile.judge(caller(1, 0, "192.0.2.0/24"), START.plus(26, ChronoUnit.HOURS), LIMITS))
                .isEmpty();
        for (int i = 0; i < 8; i++) {
            profile.judge(caller(1, 0, "10.0." + i + ".0/24"), START.plus(27, ChronoUnit.HOURS), LIMITS);
        }
        assertThat(profile.judge(caller(1, 0, "10.9.9.0/24"), START.plus(28, ChronoUnit.HOURS), LIMITS))
                .isEmpty();
    }

    @Test
    void shouldTellAnUnusualHourAfterARestartToo() throws IOException {
        var before = new CallerProfile();
        for (int day = 0; day < 8; day++) {
            for (int minute = 0; minute < 60; minute++) {
                before.judge(
                        caller(1, 0, HOME),
                        START.plus(day, ChronoUnit.DAYS).plus(9 * 60 + minute, ChronoUnit.MINUTES),
                        LIMITS);
            }
        }
        var profile = new CallerProfile();
        copy(before, profile);
        Instant eve = START.plus(8, ChronoUnit.DAYS);

        assertThat(profile.judge(caller(1, 0, HOME), eve.plus(10, ChronoUnit.HOURS), LIMITS))
                .isEmpty();
        assertThat(profile.judge(caller(1, 0, HOME), eve.plus(27, ChronoUnit.HOURS), LIMITS))
                .singleElement()
                .satisfies(one -> {
                    assertThat(one.kind()).isEqualTo(AlertKind.UNUSUAL_HOUR);
                    assertThat(one.detail()).startsWith("It was used at 3 h (UTC); it was used at 2 hours of the day");
                });
        assertThat(profile.judge(caller(1, 0, HOME), eve.plus(28, ChronoUnit.HOURS), LIMITS))
                .isEmpty();
    }

    @Test
    void shouldTellATenantThatReadsFarMoreThanEverAndNothingOfAnOrdinaryDay() throws IOException {
        var random = new Random(3);
        var before = new TenantProfile();
        var found = new ArrayList<Suspicion>();
        for (int minute = 0; minute < 1_000; minute++) {
            found.addAll(before.judge(minute(minute, 100 + random.nextInt(60), random.nextInt(3)), LIMITS));
        }
        assertThat(found).isEmpty();
        var profile = new TenantProfile();
        copy(before, profile);

        assertThat(profile.judge(minute(1_000, 90_000, 2), LIMITS))
                .extracting(Suspicion::kind)
                .containsExactly(AlertKind.TENANT_RATE, AlertKind.TENANT_VOLUME);
        assertThat(profile.judge(minute(1_001, 120, 90), LIMITS))
                .extracting(Suspicion::kind)
                .containsExactly(AlertKind.TENANT_DENIED);
    }

    private static AccessRecorded minute(int minute, int requests, int denied) {
        Instant to = START.plus(minute, ChronoUnit.MINUTES);
        return new AccessRecorded(
                to.minusSeconds(60),
                to,
                List.of(),
                List.of(new Caller("key", requests, denied, requests * 2_000L, List.of(HOME))));
    }

    private static Caller caller(long requests, long denied, String network) {
        return new Caller("key", requests, denied, 0, List.of(network));
    }

    private static void copy(Persistent from, Persistent to) throws IOException {
        var bytes = new ByteArrayOutputStream();
        from.write(new DataOutputStream(bytes));
        to.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    }
}
