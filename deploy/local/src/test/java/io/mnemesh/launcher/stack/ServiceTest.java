package io.mnemesh.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServiceTest {

    @Test
    void shouldHaveAHeapOfItsOwnUnlessTheEnvironmentSaysAnother() {
        assertThat(Service.MEMORY.heapMiB(Map.of("MNEMESH_GATEWAY_HEAP_MIB", "512")))
                .isEqualTo(144);
        assertThat(Service.MEMORY.heapMiB(Map.of("MNEMESH_MEMORY_HEAP_MIB", " 2644 ")))
                .isEqualTo(2644);
    }

    @ParameterizedTest
    @ValueSource(strings = {"63", "2g", "-1", "99999999999"})
    void shouldRefuseAHeapThatCannotWork(String said) {
        assertThatThrownBy(() -> Service.MEMORY.heapMiB(Map.of("MNEMESH_MEMORY_HEAP_MIB", said)))
                .isInstanceOf(LauncherException.class)
                .hasMessage("MNEMESH_MEMORY_HEAP_MIB is '%s'; it must be a whole number of MiB, at least 64.", said);
    }
}
