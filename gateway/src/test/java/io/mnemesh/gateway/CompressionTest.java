package io.mnemesh.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the gateway compresses of the answers of services. */
@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(LoopbackServices.class)
class CompressionTest {

    private static final int LONG = 20_000;

    @TestHTTPResource
    URI gateway;

    private HttpResponse<byte[]> send(String method, String query, String acceptEncoding) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(gateway.resolve("/api/memories/text?" + query))
                            .method(method, BodyPublishers.noBody())
                            .header("Authorization", "Bearer " + Tokens.admin())
                            .header("Accept-Encoding", acceptEncoding)
                            .build(),
                    BodyHandlers.ofByteArray());
        }
    }

    private HttpResponse<byte[]> get(String query) throws Exception {
        return send("GET", query, "br;q=1.0, gzip;q=0.8, *;q=0.1");
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String unpacked(byte[] body) throws IOException {
        try (var gzip = new GZIPInputStream(new ByteArrayInputStream(body))) {
            return new String(gzip.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "length=20000",
                "length=20000&chunked=yes",
                "length=20000&status=404&type=application/problem%2Bjson",
                "length=20000&type=Text/Plain;charset=utf-8",
                "length=20000&header=ETag&value=%22v1%22"
            })
    void shouldCompressWhatIsLongAndText(String query) throws Exception {
        HttpResponse<byte[]> answer = get(query);

        assertThat(header(answer, "Content-Encoding")).isEqualTo("gzip");
        assertThat(answer.headers().allValues("Vary")).contains("accept-encoding");
        assertThat(answer.body()).hasSizeLessThan(LONG / 10);
        assertThat(unpacked(answer.body())).isEqualTo("m".repeat(LONG));
        assertThat(answer.headers().firstValue("Content-Length")).isEmpty();
        assertThat(header(answer, "ETag")).isEqualTo(query.contains("ETag") ? "W/\"v1\"" : "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "length=1000",
                "length=20000&type=image/png",
                "length=20000&type=text/event-stream",
                "length=20000&chunked=yes&type=text/event-stream",
                "length=20000&status=206",
                "length=20000&header=Content-Encoding&value=identity",
                "length=20000&header=Set-Cookie&value=a%3Db",
                "length=20000&header=Cache-Control&value=private,%20no-store",
                "length=20000&header=Cache-Control&value=no-transform"
            })
    void shouldLeaveTheRestAsItIs(String query) throws Exception {
        HttpResponse<byte[]> answer = get(query);

        assertThat(header(answer, "Content-Encoding")).isIn("", "identity");
        assertThat(answer.body()).containsOnly('m').hasSize(query.startsWith("length=1000") ? 1000 : LONG);
        assertThat(answer.headers().allValues("Vary")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"identity", "br", "gzip;q=0", "*;q=0", "gzip;q=0.000, *"})
    void shouldSayOnWhatItDependsToThoseWhoDoNotAcceptIt(String acceptEncoding) throws Exception {
        HttpResponse<byte[]> answer = send("GET", "length=20000", acceptEncoding);

        assertThat(header(answer, "Content-Encoding")).isEmpty();
        assertThat(header(answer, "Content-Length")).isEqualTo("20000");
        assertThat(answer.headers().allValues("Vary")).containsExactly("accept-encoding");
        assertThat(answer.body()).hasSize(LONG);
    }

    @Test
    void shouldAnswerHeadAsTheServiceDoes() throws Exception {
        HttpResponse<byte[]> answer = send("HEAD", "length=20000", "gzip");

        assertThat(header(answer, "Content-Encoding")).isEmpty();
        assertThat(answer.headers().allValues("Vary")).containsExactly("accept-encoding");
        assertThat(answer.body()).isEmpty();
    }
}
