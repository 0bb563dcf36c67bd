package io.mnemesh.mesh.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns what Jackson could not read into {@code malformed-request}, naming the line or the member, never a class. */
final class JsonProblems {

    private JsonProblems() {}

    static ProblemException of(JacksonException failure) {
        String member = failure instanceof JsonMappingException mapping ? path(mapping) : "";
        var extensions = new LinkedHashMap<String, Object>();
        if (!member.isEmpty()) {
            extensions.put("field", member);
        }
        JsonLocation location = failure.getLocation();
        if (location != null && location.getLineNr() > 0) {
            extensions.put("line", location.getLineNr());
            extensions.put("column", location.getColumnNr());
        }
        return problem(detail(failure, member), extensions, failure);
    }

    private static String detail(JacksonException failure, String member) {
        return switch (failure) {
            case UnrecognizedPropertyException unknown ->
                "The member '" + member + "' is not known here; known are " + known(unknown) + ".";
            case StreamConstraintsException tooMuch -> "The JSON is nested too deeply or a value in it is too long.";
            case InvalidFormatException format ->
                "The member '" + member + "' " + expected(format.getTargetType()) + ".";
            case ValueInstantiationException refused
            when refused.getCause() instanceof ProblemException cause -> cause.detail();
            case ValueInstantiationException refused
            when refused.getCause() instanceof IllegalArgumentException cause -> at(member) + cause.getMessage();
            case MismatchedInputException mismatch
            when member.isEmpty() ->
                String.valueOf(mismatch.getMessage()).startsWith("No content")
                        ? "The body is empty; a JSON document is needed."
                        : "The body is not the JSON document that is needed here.";
            case MismatchedInputException mismatch ->
                "The member '" + member + "' " + expected(mismatch.getTargetType()) + ".";
            case JsonMappingException mapping when !member.isEmpty() -> "The member '" + member + "' cannot be read.";
            default -> "The body is not valid JSON: see line " + line(failure) + ".";
        };
    }

    private static int line(JacksonException failure) {
        JsonLocation location = failure.getLocation();
        return location == null ? 1 : Math.max(1, location.getLineNr());
    }

    private static String at(String member) {
        return member.isEmpty() ? "" : "The member '" + member + "' is not acceptable. ";
    }

    private static String known(UnrecognizedPropertyException unknown) {
        if (unknown.getKnownPropertyIds() == null
                || unknown.getKnownPropertyIds().isEmpty()) {
            return "none";
        }
        return unknown.getKnownPropertyIds().stream()
                .map(String::valueOf)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String expected(@Nullable Class<?> target) {
        if (target == null) {
            return "has the wrong form";
        }
        if (target.isEnum()) {
            return "has to be one of "
                    + Arrays.stream(target.getEnumConstants())
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        if (target == boolean.class || target == Boolean.class) {
            return "has to be true or false";
        }
        if (target.isPrimitive() || Number.class.isAssignableFrom(target)) {
            return "has to be a number";
        }
        if (CharSequence.class.isAssignableFrom(target)) {
            return "has to be a string";
        }
        if (java.time.temporal.Temporal.class.isAssignableFrom(target)) {
            return "has to be a time like 2026-01-31T08:15:30Z";
        }
        if (target == java.util.UUID.class) {
            return "has to be a UUID";
        }
        if (target.isArray() || Iterable.class.isAssignableFrom(target)) {
            return "has to be an array";
        }
        return "has to be an object";
    }

    private static String path(JsonMappingException failure) {
        var path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
            }
        }
        return path.toString();
    }

    private static ProblemException problem(String detail, Map<String, Object> extensions, Throwable cause) {
        return new ProblemException(ProblemType.MALFORMED_REQUEST, detail, extensions, null, cause);
    }
}
