package io.mnemesh.gateway.guard;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.problem.Problems;
import java.nio.charset.StandardCharsets;

/** Answers to what never became a request, as bytes of HTTP/1.1; the connection ends with each. */
final class EarlyRefusal {

    static final int TOO_SLOW = 408;
    private static final int HEADER_TOO_LARGE = 431;
    private static final int LINE_TOO_LONG = 414;

    private EarlyRefusal() {}

    /** @param status what the server, or the guard, says: 408, 414, 431; anything else is answered with 400 */
    static byte[] of(int status) {
        ProblemException problem =
                switch (status) {
                    case TOO_SLOW ->
                        new ProblemException(
                                ProblemType.REQUEST_TIMEOUT, "The header of the request did not come in time.");
                    case HEADER_TOO_LARGE, LINE_TOO_LONG ->
                        new ProblemException(
                                ProblemType.HEADER_TOO_LARGE,
                                "The header, or the first line, is longer than this service reads.");
                    default ->
                        new ProblemException(
                                ProblemType.MALFORMED_REQUEST, "This is not a well-formed request of HTTP/1.1.");
                };
        byte[] body = Problems.document(problem).encode().getBytes(StandardCharsets.UTF_8);
        byte[] head =
                "HTTP/1.1 %d %s\r\ncontent-type: application/problem+json\r\ncontent-length: %d\r\nx-content-type-options: nosniff\r\nconnection: close\r\n\r\n"
                        .formatted(problem.type().status(), problem.type().title(), body.length)
                        .getBytes(StandardCharsets.US_ASCII);
        byte[] answer = new byte[head.length + body.length];
        System.arraycopy(head, 0, answer, 0, head.length);
        System.arraycopy(body, 0, answer, head.length, body.length);
        return answer;
    }
}
