package io.mnemesh.realtime.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedBytesTest {

    private final EmbeddedChannel main = new EmbeddedChannel();
    private final SharedBytes bytes = new SharedBytes(main.eventLoop());
    private int encoded;

    @AfterEach
    void close() {
        main.finishAndReleaseAll();
    }

    @Test
    void shouldEncodeOnceAndLetEachReadForItself() {
        ByteBuf first = bytes.get("a", () -> encode("one"));
        first.skipBytes(3);
        ByteBuf second = bytes.get("a", () -> encode("two"));
        ByteBuf other = bytes.get("b", () -> encode("three"));

        assertThat(second.toString(StandardCharsets.UTF_8)).isEqualTo("one");
        assertThat(other.toString(StandardCharsets.UTF_8)).isEqualTo("three");
        assertThat(encoded).isEqualTo(2);
    }

    @Test
    void shouldLetGoAfterAMomentOfWhatNobodyHolds() {
        ByteBuf held = bytes.get("a", () -> encode("one"));
        ByteBuf released = bytes.get("b", () -> encode("two"));
        released.release();

        main.advanceTimeBy(1, TimeUnit.SECONDS);
        main.runScheduledPendingTasks();

        assertThat(held.refCnt()).isEqualTo(1);
        assertThat(released.refCnt()).isZero();
        bytes.get("a", () -> encode("again")).release();
        assertThat(encoded).isEqualTo(3);
    }

    @Test
    void shouldNotKeepMoreThanItMay() {
        ByteBuf large = bytes.get("large", () -> Unpooled.buffer(17 << 20));

        assertThat(large.refCnt()).isEqualTo(1);
        bytes.get("large", () -> encode("again"));

        assertThat(encoded).isEqualTo(1);
    }

    private ByteBuf encode(String text) {
        encoded++;
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }
}
