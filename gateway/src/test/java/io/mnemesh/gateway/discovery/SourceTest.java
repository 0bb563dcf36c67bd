package io.mnemesh.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceTest {

    private static Source of(String... addresses) {
        return Source.of("key", List.of(addresses).stream().map(URI::create).toList());
    }

    @Test
    void shouldReadFixedAddresses() {
        assertThat(of("http://a:7401", "http://10.0.0.7", "http://[fd00::1]:7401"))
                .isEqualTo(new Source.Fixed(
                        List.of(new Endpoint("a", 7401), new Endpoint("10.0.0.7", 80), new Endpoint("fd00::1", 7401))));
    }

    @Test
    void shouldReadWhereInstancesAreFound() {
        assertThat(of("dns://memory-instances:7401")).isEqualTo(new Source.Addresses("memory-instances", 7401));
        assertThat(of("srv://_http._tcp.memory.mesh.svc")).isEqualTo(new Source.Services("_http._tcp.memory.mesh.svc"));
        assertThat(of("kubernetes://memory:http")).isEqualTo(new Source.Slices("memory", Optional.empty(), "http"));
        assertThat(of("kubernetes://memory.mesh:7401"))
                .isEqualTo(new Source.Slices("memory", Optional.of("mesh"), "7401"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://a:1",
                "a:1",
                "dns://a",
                "dns://a:http",
                "srv://a:1",
                "kubernetes://a",
                "dns://:1",
                "http:/a",
                "dns://a:1/path"
            })
    void shouldNameTheKeyOfAnAddressThatIsNone(String address) {
        assertThatThrownBy(() -> of(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("key is '" + address + "': ");
    }

    @Test
    void shouldNotMixFixedAddressesWithOthers() {
        assertThatThrownBy(() -> of("http://a:1", "dns://b:1")).hasMessageStartingWith("key is 'dns://b:1': ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:1", "10.0.0.7:7401", "[fd00::1]:7401"})
    void shouldReadWhatItWrites(String authority) {
        assertThat(Endpoint.of(authority).authority()).isEqualTo(authority);
    }
}
