package io.mnemesh.gateway.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

class EndpointSlicesTest {

    private final EndpointSlices slices = new EndpointSlices("http");

    private static JsonObject slice(String name, String type, String endpoints) {
        return new JsonObject("""
                {"metadata":{"name":"%s","resourceVersion":"7"},"addressType":"%s",
                 "ports":[{"name":"management","port":7501},{"name":"http","port":7401}],"endpoints":[%s]}
                """.formatted(name, type, endpoints));
    }

    private static String endpoint(String address, String conditions) {
        return "{\"addresses\":[\"" + address + "\"],\"conditions\":{" + conditions + "}}";
    }

    @Test
    void shouldFindWhatIsReadyInAllSlices() {
        slices.put(slice(
                "a",
                "IPv4",
                endpoint("10.0.0.1", "\"ready\":true") + "," + endpoint("10.0.0.2", "\"ready\":false") + ","
                        + endpoint("10.0.0.3", "")));
        slices.put(slice("b", "IPv4", endpoint("10.0.0.1", "\"ready\":true") + "," + endpoint("10.0.0.4", "")));

        assertThat(slices.ready())
                .containsExactly(
                        new Endpoint("10.0.0.1", 7401), new Endpoint("10.0.0.3", 7401), new Endpoint("10.0.0.4", 7401));
    }

    @Test
    void shouldFindNoInstanceTwiceWhereThereAreTwoFamilies() {
        slices.put(slice("six", "IPv6", endpoint("fd00::1", "")));
        assertThat(slices.ready()).containsExactly(new Endpoint("fd00::1", 7401));

        slices.put(slice("four", "IPv4", endpoint("10.0.0.1", "")));
        assertThat(slices.ready()).containsExactly(new Endpoint("10.0.0.1", 7401));
    }

    @Test
    void shouldTakeThePortByItsNumber() {
        var byNumber = new EndpointSlices("7501");
        byNumber.put(slice("a", "IPv4", endpoint("10.0.0.1", "")));
        assertThat(byNumber.ready()).containsExactly(new Endpoint("10.0.0.1", 7501));
    }

    @Test
    void shouldForgetSlicesThatAreDeletedOrNotListedAnyMore() {
        JsonObject first = slice("a", "IPv4", endpoint("10.0.0.1", ""));
        slices.put(first);
        slices.put(slice("b", "IPv4", endpoint("10.0.0.2", "")));

        slices.remove(first);
        assertThat(slices.ready()).containsExactly(new Endpoint("10.0.0.2", 7401));
        slices.replace(new JsonArray().add(first));
        assertThat(slices.ready()).containsExactly(new Endpoint("10.0.0.1", 7401));
    }

    @Test
    void shouldFindNothingInSlicesWithoutEndpointsOrPorts() {
        slices.put(new JsonObject(
                "{\"metadata\":{\"name\":\"a\"},\"addressType\":\"IPv4\",\"endpoints\":null,\"ports\":null}"));
        slices.put(
                new JsonObject(
                        "{\"metadata\":{\"name\":\"b\"},\"addressType\":\"IPv4\",\"ports\":[{\"name\":\"http\",\"port\":1}],\"endpoints\":null}"));
        assertThat(slices.ready()).isEmpty();
    }
}
