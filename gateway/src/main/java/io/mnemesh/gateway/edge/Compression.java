package io.mnemesh.gateway.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.streams.WriteStream;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which answers of services are compressed on their way (RFC 9110, sections 8.4 and 12.5.3). Not those that are
 * compressed, are parts, forbid it, or are not to be stored: what sets a cookie or hands out a secret must not show its length
 * beside what somebody else chose (the BREACH attack).
 */
@ApplicationScoped
class Compression {

    private static final String GZIP = "gzip";
    private static final int NO_CONTENT = 204;
    private static final int PARTIAL = 206;
    private static final int NOT_MODIFIED = 304;
    private static final int SUCCESS = 200;
    private static final int MOST_LEVEL = 9;

    private final boolean enabled;
    private final long least;
    private final int level;
    private final Set<String> types;

    @Inject
    Compression(CompressionConfig config) {
        if (config.level() < 1 || config.level() > MOST_LEVEL) {
            throw new IllegalArgumentException("mnemesh.gateway.compression.level is 1 to " + MOST_LEVEL + ".");
        }
        this.enabled = config.enabled();
        this.least = config.least().asLongValue();
        this.level = config.level();
        this.types = new HashSet<>();
        config.types().forEach(type -> types.add(type.strip().toLowerCase(Locale.ROOT)));
    }

    /**
     * Prepares the header of an answer whose body is to come.
     *
     * @param response with the status and the header that the service sent
     * @return where the body is to be written: the response, or what compresses it
     */
    WriteStream<Buffer> bodyOf(HttpServerRequest request, HttpServerResponse response) {
        MultiMap headers = response.headers();
        if (!enabled || !isCompressible(response.getStatusCode(), headers)) {
            return response;
        }
        headers.add(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        if (HttpMethod.HEAD.equals(request.method())
                || !accepts(request.headers().getAll(HttpHeaders.ACCEPT_ENCODING))) {
            return response;
        }
        headers.remove(HttpHeaders.CONTENT_LENGTH);
        headers.remove(HttpHeaders.ACCEPT_RANGES);
        headers.set(HttpHeaders.CONTENT_ENCODING, GZIP);
        String tag = headers.get(HttpHeaders.ETAG);
        if (tag != null && tag.startsWith("\"")) {
            headers.set(HttpHeaders.ETAG, "W/" + tag); // the bytes are others, the content is the same
        }
        return new GzipStream(response, level);
    }

    private boolean isCompressible(int status, MultiMap headers) {
        return status >= SUCCESS
                && status != NO_CONTENT
                && status != PARTIAL
                && status != NOT_MODIFIED
                && isLongEnough(headers.get(HttpHeaders.CONTENT_LENGTH))
                && isOfType(headers.get(HttpHeaders.CONTENT_TYPE))
                && !headers.contains(HttpHeaders.CONTENT_ENCODING)
                && !headers.contains(HttpHeaders.CONTENT_RANGE)
                && !headers.contains(HttpHeaders.SET_COOKIE)
                && !forbids(headers.get(HttpHeaders.CACHE_CONTROL));
    }

    private boolean isLongEnough(@Nullable String length) {
        try {
            return length == null || Long.parseLong(length) >= least;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private boolean isOfType(@Nullable String type) {
        if (type == null) {
            return false;
        }
        int end = type.indexOf(';');
        return types.contains((end < 0 ? type : type.substring(0, end)).strip().toLowerCase(Locale.ROOT));
    }

    private static boolean forbids(@Nullable String cacheControl) {
        if (cacheControl == null) {
            return false;
        }
        String control = cacheControl.toLowerCase(Locale.ROOT);
        return control.contains("no-transform") || control.contains("no-store");
    }

    /** Whether a client accepts gzip: it names it, or *, with a weight that is not 0. */
    static boolean accepts(Iterable<String> acceptEncoding) {
        boolean any = false;
        for (String header : acceptEncoding) {
            for (String part : header.split(",", -1)) {
                String[] words = part.toLowerCase(Locale.ROOT).split(";", -1);
                String coding = words[0].strip();
                if (coding.equals(GZIP) || coding.equals("x-gzip")) {
                    return isWanted(words);
                }
                any |= coding.equals("*") && isWanted(words);
            }
        }
        return any;
    }

    private static boolean isWanted(String[] words) {
        for (int i = 1; i < words.length; i++) {
            String word = words[i].strip();
            if (word.startsWith("q=")) {
                return !word.substring(2).strip().matches("0(\\.0{0,3})?");
            }
        }
        return true;
    }
}
