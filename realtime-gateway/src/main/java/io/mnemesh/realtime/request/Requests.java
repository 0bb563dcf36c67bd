package io.mnemesh.realtime.request;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.quarkus.arc.All;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Answers the questions of clients within their deadlines. */
@Singleton
public class Requests {

    private final Map<String, RequestMethod> methods;
    private final ObjectMapper json;

    Requests(@All List<RequestMethod> methods, ObjectMapper json) {
        this.methods = methods.stream().collect(Collectors.toUnmodifiableMap(RequestMethod::name, Function.identity()));
        this.json = json;
    }

    /** A method that can be asked. */
    public Optional<RequestMethod> find(String name) {
        return Optional.ofNullable(methods.get(name));
    }

    /**
     * Asks a method.
     *
     * @param params   an object
     * @param deadline after which the answer is not waited for
     * @return the answer as JSON in UTF-8; fails with {@code deadline-exceeded} when it does not come in time, and with
     *     {@code unavailable} when what it needs is away
     */
    public Uni<byte[]> ask(RequestMethod method, Caller caller, JsonNode params, Duration deadline) {
        if (!params.isObject()) {
            throw ProblemException.invalid("params", "'params' is an object.");
        }
        return method.answer(caller, params)
                .ifNoItem()
                .after(deadline)
                .fail()
                .onFailure()
                .transform(failure -> problem(failure, deadline))
                .map(this::bytes);
    }

    private byte[] bytes(Object answer) {
        try {
            return json.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("An answer cannot be written.", e);
        }
    }

    private static Throwable problem(Throwable failure, Duration deadline) {
        if (failure instanceof ProblemException) {
            return failure;
        }
        return failure instanceof TimeoutException
                ? new ProblemException(
                        ProblemType.DEADLINE_EXCEEDED,
                        "The answer did not come within %d ms.".formatted(deadline.toMillis()))
                : new ProblemException(
                        ProblemType.UNAVAILABLE,
                        "What this needs cannot be reached at the moment; try again.",
                        Map.of(),
                        Duration.ofSeconds(1),
                        failure);
    }
}
