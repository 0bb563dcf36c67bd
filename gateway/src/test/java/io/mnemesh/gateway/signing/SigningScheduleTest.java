package io.mnemesh.gateway.signing;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SigningScheduleTest {

    private static final Instant START = Instant.parse("2026-11-27T12:00:00Z");
    private static final Duration ANNOUNCE = Duration.ofMinutes(6);
    private static final Duration TRUST = Duration.ofMinutes(15);

    private static KeyPair pair;

    private final SigningKey first = key("first", START);
    private final SigningKey second = key("second", START.plus(Duration.ofDays(30)));
    private final SigningSchedule schedule = new SigningSchedule(List.of(second, first), ANNOUNCE, TRUST);

    @BeforeAll
    static void makeAPair() throws Exception {
        pair = KeyPairGenerator.getInstance("EC").generateKeyPair();
    }

    @Test
    void shouldSignWithTheFirstKeyAtOnce() {
        assertThat(new SigningSchedule(List.of(first), ANNOUNCE, TRUST).signing(START))
                .isEqualTo(first);
    }

    @Test
    void shouldPublishAKeyBeforeItSigns() {
        Instant made = second.createdAt();

        assertThat(schedule.signing(made)).isEqualTo(first);
        assertThat(schedule.published(made)).containsExactly(first, second);
        assertThat(schedule.signing(made.plus(ANNOUNCE).minusMillis(1))).isEqualTo(first);
        assertThat(schedule.signing(made.plus(ANNOUNCE))).isEqualTo(second);
    }

    @Test
    void shouldPublishAKeyUntilTheLastOfItsTokensHasEnded() {
        Instant replaced = second.createdAt().plus(ANNOUNCE);

        assertThat(schedule.published(replaced.plus(TRUST).minusMillis(1))).containsExactly(first, second);
        assertThat(schedule.published(replaced.plus(TRUST))).containsExactly(second);
    }

    @Test
    void shouldSignWithTheOldestKeyWhenTheClockIsBehindAll() {
        assertThat(schedule.signing(START.minusSeconds(60))).isEqualTo(first);
        assertThat(schedule.published(START.minusSeconds(60))).containsExactly(first, second);
    }

    private static SigningKey key(String id, Instant createdAt) {
        return new SigningKey(id, (ECPublicKey) pair.getPublic(), pair.getPrivate(), createdAt);
    }
}
