package io.mnemesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.intelligence.outcome.FeatureValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutcomeDataTest {

    @TempDir
    Path folder;

    @Test
    void shouldReadOneFileOrAllOfAFolder() throws IOException {
        Path deals = Files.writeString(folder.resolve("deals.csv"), "seats,team,outcome\n3,a,won\n,b,lost\n5,c,\n");
        Files.writeString(folder.resolve("trips.csv"), "days,outcome\n2,late\n");

        assertThat(OutcomeData.readAll(folder)).extracting(OutcomeData::name).containsExactly("deals", "trips");
        assertThat(OutcomeData.readAll(deals)).singleElement().satisfies(set -> {
            assertThat(set.examples()).hasSize(2);
            assertThat(set.examples().getFirst().outcome()).isEqualTo("won");
            assertThat(set.examples().getFirst().features())
                    .isEqualTo(Map.of("seats", new FeatureValue.Amount(3), "team", new FeatureValue.Words("a")));
        });
    }
}
