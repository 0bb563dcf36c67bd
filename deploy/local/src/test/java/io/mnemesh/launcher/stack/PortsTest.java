package io.mnemesh.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class PortsTest {

    @Test
    void shouldBeThePortsOfTheReadmeWhenDocumented() {
        Ports ports = Ports.documented();

        assertThat(ports.http(Service.GATEWAY)).isEqualTo(7400);
        assertThat(ports.http(Service.MEMORY)).isEqualTo(7401);
        assertThat(ports.http(Service.EMBEDDINGS)).isEqualTo(7402);
        assertThat(ports.http(Service.INTELLIGENCE)).isEqualTo(7403);
        assertThat(ports.http(Service.REALTIME)).isEqualTo(7404);
        assertThat(ports.http(Service.CACHE)).isEqualTo(7405);
        assertThat(ports.management(Service.CACHE)).isEqualTo(7505);
        assertThat(ports.postgres()).isEqualTo(7432);
        assertThat(ports.redis()).isEqualTo(7479);
    }

    @Test
    void shouldAllDifferWhenFree() {
        Ports ports = Ports.free();

        var all = new HashSet<Integer>(ports.http().values());
        all.addAll(ports.management().values());
        all.add(ports.postgres());
        all.add(ports.redis());
        assertThat(all).hasSize(14).allSatisfy(port -> assertThat(port).isBetween(1024, 65535));
        assertThat(ports.busyPorts()).isEmpty();
    }

    @Test
    void shouldNameWhatCannotBeBoundWhenAPortIsTaken() throws IOException {
        Ports ports = Ports.free();
        try (var taken = new ServerSocket(ports.http(Service.MEMORY), 1, InetAddress.getLoopbackAddress())) {
            assertThat(ports.busyPorts()).containsExactly("memory needs port " + taken.getLocalPort());
        }
    }
}
