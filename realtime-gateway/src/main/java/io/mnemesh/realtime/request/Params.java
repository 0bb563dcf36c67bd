package io.mnemesh.realtime.request;

import com.fasterxml.jackson.databind.JsonNode;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.realtime.filter.Filter;
import io.mnemesh.realtime.filter.JsonFilters;
import java.util.Set;

/** Reads what clients give with a question; what is wrong is refused by its name. */
record Params(JsonNode given) {

    /** @throws ProblemException {@code invalid-value} if there is another member than these */
    Params only(String... names) {
        Set<String> known = Set.of(names);
        given.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                throw ProblemException.invalid("params", "'params' has no other members than those of the method.");
            }
        });
        return this;
    }

    /** @throws ProblemException {@code invalid-value} if it is not there */
    String text(String name) {
        JsonNode value = given.path(name);
        if (!value.isTextual() || value.textValue().isEmpty()) {
            throw ProblemException.invalid(name, "'%s' is a string that is not empty.".formatted(name));
        }
        return value.textValue();
    }

    String text(String name, String otherwise) {
        return given.has(name) ? text(name) : otherwise;
    }

    int number(String name, int otherwise, int most) {
        JsonNode value = given.path(name);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isInt() || value.intValue() < 1 || value.intValue() > most) {
            throw ProblemException.invalid(name, "'%s' is a whole number from 1 to %d.".formatted(name, most));
        }
        return value.intValue();
    }

    /** What is to pass; everything if nothing is said. */
    Filter filter() {
        JsonNode filter = given.path("filter");
        return filter.isMissingNode() ? Filter.all() : JsonFilters.filter(filter);
    }
}
