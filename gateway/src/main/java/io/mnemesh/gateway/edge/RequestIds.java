package io.mnemesh.gateway.edge;

import io.vertx.core.http.HttpServerRequest;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/** The names by which one request is found again in every log and trace. A client's own are kept if they are well-formed. */
final class RequestIds {

    static final String REQUEST_ID = "X-Request-Id";
    static final String TRACEPARENT = "traceparent";

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:-]{0,127}");
    private static final Pattern TRACE = Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");
    private static final HexFormat HEX = HexFormat.of();

    private RequestIds() {}

    static String requestId(HttpServerRequest request) {
        String sent = request.getHeader(REQUEST_ID);
        if (sent != null && ID.matcher(sent).matches()) {
            return sent;
        }
        var random = ThreadLocalRandom.current();
        return HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong());
    }

    static String traceparent(HttpServerRequest request) {
        String sent = request.getHeader(TRACEPARENT);
        if (sent != null && TRACE.matcher(sent).matches()) {
            return sent;
        }
        var random = ThreadLocalRandom.current();
        return "00-" + HEX.toHexDigits(random.nextLong()) + HEX.toHexDigits(random.nextLong() | 1) + "-"
                + HEX.toHexDigits(random.nextLong() | 1) + "-01";
    }
}
