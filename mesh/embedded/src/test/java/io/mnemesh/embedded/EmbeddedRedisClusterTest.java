package io.mnemesh.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class EmbeddedRedisClusterTest {

    @Test
    void shouldShareTheSlotsAmongThreeMasters() throws Exception {
        try (var cluster = EmbeddedRedisCluster.start()) {
            List<EmbeddedRedis> masters = cluster.masters();

            // "foo" is in slot 12182 and "bar" in slot 5061 (redis.io, Redis Cluster specification).
            try (var first = new RedisDialogue(masters.getFirst().port());
                    var last = new RedisDialogue(masters.getLast().port())) {
                assertThat(first.ask("SET", "bar", "1")).isEqualTo("OK");
                assertThat(last.ask("SET", "foo", "1")).isEqualTo("OK");
                assertThatThrownBy(() -> first.ask("SET", "foo", "1"))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining(
                                "MOVED 12182 127.0.0.1:" + masters.getLast().port());
            }
            assertThat(cluster.mastersWithKeys()).isEqualTo(2);
        }
    }

    @Test
    void shouldRunTheServerOfTheTool() throws Exception {
        var tool = OptionalTool.folder("redis-cluster");
        assumeTrue(tool.isPresent(), "./mnemesh tools redis-cluster");
        try (var cluster = EmbeddedRedisCluster.start()) {
            for (EmbeddedRedis master : cluster.masters()) {
                String program = ProcessHandle.of(master.pid())
                        .flatMap(process -> process.info().command())
                        .orElseThrow();
                assertThat(program).startsWith(tool.orElseThrow().toRealPath().toString());
            }
        }
    }
}
