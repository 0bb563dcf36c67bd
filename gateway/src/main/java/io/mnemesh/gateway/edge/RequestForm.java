package io.mnemesh.gateway.edge;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the header of a request must be like, so that every server behind the gateway reads it as the gateway does: where its
 * body ends is said in one way only, it names one host, and it is not larger than the services take.
 */
final class RequestForm {

    private static final Set<HttpMethod> METHODS = Set.of(
            HttpMethod.GET,
            HttpMethod.HEAD,
            HttpMethod.POST,
            HttpMethod.PUT,
            HttpMethod.PATCH,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS);

    private final long maxHeader;

    RequestForm(long maxHeader) {
        this.maxHeader = maxHeader;
    }

    /** The problem of a request that is not to be handled; null if its form is good. */
    @Nullable
    ProblemException flaw(HttpServerRequest request) {
        if (!METHODS.contains(request.method())) {
            return new ProblemException(ProblemType.METHOD_NOT_ALLOWED, "The gateway knows no such method.");
        }
        if (request.headers().contains("")) {
            return malformed("A field of the header has no name.");
        }
        if (headerLength(request) > maxHeader) {
            return new ProblemException(
                    ProblemType.HEADER_TOO_LARGE,
                    "The header is larger than " + maxHeader + " bytes.",
                    Map.of("maxBytes", maxHeader),
                    null,
                    null);
        }
        if (request.version() != HttpVersion.HTTP_2) {
            if (request.headers().getAll(HttpHeaders.HOST).size() != 1 && request.version() == HttpVersion.HTTP_1_1) {
                return malformed("A request names one host.");
            }
            if (!hasClearLength(request)) {
                return malformed("Where the body ends has to be said once, by Content-Length or by Transfer-Encoding:"
                        + " chunked.");
            }
        }
        return null;
    }

    private static ProblemException malformed(String detail) {
        return new ProblemException(ProblemType.MALFORMED_REQUEST, detail);
    }

    /**
     * Whether its connection ends with it: the body has no length that was said before, so that two servers could see its end
     * in two places, or the client says that it closes.
     */
    static boolean isLast(HttpServerRequest request) {
        return request.version() != HttpVersion.HTTP_2
                && (request.headers().contains(HttpHeaders.TRANSFER_ENCODING) || closes(request));
    }

    private static boolean closes(HttpServerRequest request) {
        return request.headers().getAll(HttpHeaders.CONNECTION).stream()
                .flatMap(value -> Arrays.stream(value.split(",")))
                .anyMatch(option -> option.strip().equalsIgnoreCase("close"));
    }

    private static boolean hasClearLength(HttpServerRequest request) {
        List<String> lengths = request.headers().getAll(HttpHeaders.CONTENT_LENGTH);
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        if (codings.isEmpty()) {
            return lengths.isEmpty() || (lengths.size() == 1 && isNumber(lengths.getFirst()));
        }
        return request.version() == HttpVersion.HTTP_1_1
                && codings.size() == 1
                && codings.getFirst().equalsIgnoreCase("chunked")
                && lengths.isEmpty();
    }

    private static boolean isNumber(String text) {
        if (text.isEmpty() || text.length() > 18) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** About as many bytes as the fields were sent in. */
    private static long headerLength(HttpServerRequest request) {
        long length = request.uri().length();
        for (Map.Entry<String, String> field : request.headers()) {
            length += field.getKey().length() + field.getValue().length() + 4L;
        }
        return length;
    }
}
