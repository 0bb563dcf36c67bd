package io.mnemesh.mesh.work;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.redis.RedisClusterFixture;
import io.mnemesh.mesh.redis.RedisFixture;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class WorkOnClusterTest {

    private static final List<Lane> LANES = List.of(Lane.values());

    @Test
    void shouldAnswerOverAllLanesOnRedisCluster() {
        try (var cluster = RedisClusterFixture.start();
                var worker = new WorkNode(cluster.lines(), Map.of());
                var asker = new WorkNode(cluster.lines(), Map.of())) {
            // Given
            worker.serve("echo", 8, item -> Uni.createFrom().item(item.body()));

            // When
            List<String> answers = Uni.join()
                    .all(IntStream.range(0, 200)
                            .mapToObj(i -> asker.ask("echo", LANES.get(i % 3), Duration.ofSeconds(10), "m" + i))
                            .toList())
                    .andFailFast()
                    .await()
                    .atMost(RedisFixture.PATIENCE);

            // Then
            assertThat(answers)
                    .containsExactlyElementsOf(
                            IntStream.range(0, 200).mapToObj(i -> "m" + i).toList());
        }
    }
}
