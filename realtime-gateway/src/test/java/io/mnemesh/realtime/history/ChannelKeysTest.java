package io.mnemesh.realtime.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChannelKeysTest {

    private static final ChannelId CHANNEL = new ChannelId(new TenantId("acme"), "events:memory_created");

    @Test
    void shouldPutAllKeysOfAChannelIntoOneSlot() {
        String tag = "{ch:acme:events:memory_created}";

        assertThat(ChannelKeys.meta(CHANNEL)).contains(tag);
        assertThat(ChannelKeys.log(CHANNEL)).contains(tag);
        assertThat(ChannelKeys.seen(CHANNEL)).contains(tag);
        assertThat(ChannelKeys.bus(CHANNEL)).contains(tag);
    }

    @Test
    void shouldFindTheChannelOfABus() {
        assertThat(ChannelKeys.ofBus(ChannelKeys.bus(CHANNEL))).contains(CHANNEL);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "mnemesh:{ch:}:bus", "mnemesh:{ch:acme}:bus", "mnemesh:{other}:bus", "mnemesh:{ch:a:b}:log"})
    void shouldFindNoChannelInAnotherKey(String key) {
        assertThat(ChannelKeys.ofBus(key)).isEmpty();
    }
}
